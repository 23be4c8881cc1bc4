package io.github.bactrian.targets;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** A value of the message at its place in a template. */
record Value(Token.Data token, Expression expression, Place place) {

    /** Functions of the author, which have become the message's because an expression of it is their argument. */
    private static final Pattern READS_SETTINGS = Pattern.compile("properties(?:Exist)?:|env[:.]|sysenv[:.]|sys[:.]");

    static final String SEVERAL_ADDRESSES = "it is more than one line or one address";

    /** No server takes a longer URL. */
    private static final int MAX_LENGTH = 65_536;

    static Value of(CamelContext context, Token.Data token, Place place) {
        if (READS_SETTINGS.matcher(token.expression()).lookingAt()) {
            throw new RefusedValueException(token.written()
                    + " is refused: a message would name the property that is read; write its name in the route");
        }
        return new Value(token, simple(context, "${" + token.expression() + "}"), place);
    }

    static Expression simple(CamelContext context, String text) {
        Expression expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return expression;
    }

    /** Returns the value as text; empty if there is none. */
    String text(Exchange exchange) {
        String text = expression.evaluate(exchange, String.class);
        return text == null ? "" : text;
    }

    static boolean isOneAddress(String text) {
        return text.chars().noneMatch(c -> c == ',' || c == ';' || Character.isISOControl(c));
    }

    void requireOneAddress(Exchange exchange) {
        if (!isOneAddress(text(exchange))) {
            throw refused(exchange, SEVERAL_ADDRESSES);
        }
    }

    /** Returns the value as one segment, one value, or what its function makes of it. */
    String encoded(Exchange exchange) {
        String text = text(exchange);
        if (text.length() > MAX_LENGTH) {
            throw refused(exchange, "it is longer than " + MAX_LENGTH + " characters; send it in the body");
        }
        return switch (token.function()) {
            case VALUE, METHOD -> encoded(inPlace(text, exchange), exchange);
            case JSON, SCIM -> encoded(json(text), exchange);
            case BACKSLASH -> encoded(text.replaceAll("[\\\\'\"]", "\\\\$0"), exchange);
            case SEGMENTS -> segments(unicode(text, exchange), exchange);
            case QUERY -> UriText.literal(unicode(text.startsWith("?") ? text.substring(1) : text, exchange));
        };
    }

    private String inPlace(String text, Exchange exchange) {
        return switch (place) {
            case PLAIN -> text;
            case ODATA_STRING -> text.indexOf('\'') < 0 ? text : text.replace("'", "''");
            case ODATA_BARE -> {
                if (!Place.isWord(text)) {
                    throw refused(
                            exchange, "it is more than a number, a name or an id; put '...' around it in the route");
                }
                yield text;
            }
            case SINGLE_QUOTES, DOUBLE_QUOTES -> {
                if (text.indexOf('\'') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
                    throw refused(
                            exchange,
                            "it holds a quote or a backslash, and how they are written between quotes is not known; use one"
                                    + " of ${json:...}, ${scim:...} and ${backslash:...} in the route");
                }
                yield text;
            }
        };
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    private String encoded(String text, Exchange exchange) {
        String encoded = UriText.encoded(text);
        return encoded == null ? unicode(text, exchange) : encoded;
    }

    private String unicode(String text, Exchange exchange) {
        if (!UriText.isUnicode(text)) {
            throw refused(exchange, "it is not Unicode text: half of a surrogate pair is missing");
        }
        return text;
    }

    private String segments(String text, Exchange exchange) {
        String path = text.startsWith("/") ? text.substring(1) : text;
        StringBuilder all = new StringBuilder();
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (isNoName(segments[i]) || hasHiddenDots(segments[i])) {
                throw refused(exchange, "one of its segments is empty, '.' or '..'");
            }
            String escapesKept =
                    UriText.literal(segments[i]).replace("?", "%3F").replace(";", "%3B");
            all.append(i == 0 ? "" : "/").append(escapesKept);
        }
        return all.toString();
    }

    /** Some servers decode a slash before they take a path apart. */
    private static boolean hasHiddenDots(String segment) {
        String decoded = segment.replaceAll("(?i)%2f|%5c|\\\\", "/").replaceAll("(?i)%3b", ";");
        return decoded.indexOf('/') >= 0
                && Arrays.stream(decoded.split("/", -1)).anyMatch(Value::isDots);
    }

    private static boolean isDots(String segment) {
        return !segment.isEmpty() && segment.charAt(0) != ';' && isNoName(segment);
    }

    /** Whether a segment would name the folder itself, the one above, or nothing. */
    static boolean isNoName(String segment) {
        int parameters = segment.indexOf(';');
        String name = UriText.withoutEscapedDots(parameters < 0 ? segment : segment.substring(0, parameters));
        return name.isEmpty() || name.equals(".") || name.equals("..");
    }

    /** Returns the method, in capitals. */
    String method(Exchange exchange) {
        String method = text(exchange).toUpperCase(Locale.ROOT);
        if (!TemplateFunction.methods(token).contains(method)) {
            throw refused(
                    exchange, "it is none of the methods that the route lists: " + TemplateFunction.methods(token));
        }
        return method;
    }

    /** Returns why a message may be refused here; null if no value is. */
    @Nullable
    String caution() {
        if (token.function() != TemplateFunction.VALUE || ValueText.isPlain(token)) {
            return null;
        }
        String expression = token.expression();
        return switch (place) {
            case PLAIN, ODATA_STRING -> null;
            case ODATA_BARE ->
                token.written()
                        + " is refused unless it is a number, a name or an id; if it is text, put '...' around it";
            case SINGLE_QUOTES ->
                token.written()
                        + " is refused where it holds a quote or a backslash, because how they are written between"
                        + " these quotes is not known; write ${backslash:" + expression
                        + "} if a backslash precedes them there, or \"${json:" + expression
                        + "}\" between double quotes";
            case DOUBLE_QUOTES ->
                token.written()
                        + " is refused where it holds a quote or a backslash, because how they are written between"
                        + " these quotes is not known; write ${json:" + expression + "} in JSON, ${scim:" + expression
                        + "} in a SCIM filter, or ${backslash:" + expression + "} if a backslash precedes them there";
        };
    }

    RefusedValueException refused(@Nullable Exchange exchange, String why) {
        return new RefusedValueException(Columns.named(token, exchange) + " is refused: " + why);
    }
}
