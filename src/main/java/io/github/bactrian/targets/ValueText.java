package io.github.bactrian.targets;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A text that a route writes, with expressions of Camel's simple language in it. */
public record ValueText(List<Piece> pieces) {

    /** Values that arrive with a message and yet hold nothing but digits, letters, dots and the like. */
    private static final Pattern PLAIN = Pattern.compile(
            "(?:header|headers|in\\.header|in\\.headers)[.:\\[]'?(?:CamelImport(?:Row|Line|Job|RowId)|CamelFileLength)'?\\]?"
                    + "|exchangeProperty[.:\\[]'?Camel(?:Split(?:Index|Size)|Loop(?:Index|Size)|TimerCounter)'?\\]?"
                    + "|(?:mandatoryB|b)odyAs\\((?:int|long|double|boolean|Integer|Long|Double|Boolean|BigDecimal)\\)"
                    + "|date:.*|date-with-timezone:.*|messageTimestamp|exception\\.statusCode",
            Pattern.DOTALL);

    /**
     * Text, or an expression.
     *
     * @param expression without its function and braces; null for text
     * @param data whether the value arrived with the message and may hold any character
     */
    public record Piece(String written, @Nullable String expression, boolean data) {}

    /** Splits a text, whose placeholders are resolved, at its expressions. */
    public static ValueText of(String text) {
        return new ValueText(Token.split(text).stream().map(ValueText::piece).toList());
    }

    private static Piece piece(Token token) {
        if (token instanceof Token.Data data) {
            return new Piece(data.written(), data.expression(), !isPlain(data));
        }
        boolean author = token instanceof Token.Author;
        String written = token.written();
        return new Piece(
                written, author ? written.substring(written.indexOf('{') + 1, written.length() - 1) : null, false);
    }

    static boolean isPlain(Token.Data data) {
        return PLAIN.matcher(data.expression()).matches();
    }

    /** Whether a value of the message is in it that may hold any character. */
    public boolean hasData() {
        return pieces.stream().anyMatch(Piece::data);
    }

    /** Returns the text as Camel's simple knows it: functions of templates leave only what they are about. */
    public String withoutFunctions() {
        return pieces.stream()
                .map(piece -> piece.expression() == null ? piece.written() : "${" + piece.expression() + "}")
                .collect(Collectors.joining());
    }

    /** Returns which function of templates an expression asks for, as {@code json:}; empty if none. */
    public static String function(String expression) {
        return TemplateFunction.of(expression).prefix();
    }
}
