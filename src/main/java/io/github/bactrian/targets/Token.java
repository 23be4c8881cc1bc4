package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of a template, which is text with expressions of Camel's simple language in it. */
sealed interface Token {

    /** Returns the piece as the template has it. */
    String written();

    /** Text between the expressions. */
    record Literal(String written) implements Token {}

    /**
     * An expression that reads nothing of a message: its value is as much the author's as the text around it.
     *
     * @param stable whether it yields the same for each message
     */
    record Author(String written, boolean stable) implements Token {}

    /** An expression whose value arrived with the message. */
    record Data(String written, TemplateFunction function, String expression) implements Token {}

    /** Names of functions that read nothing of a message and hold no expression of their own. */
    Pattern OF_THE_AUTHOR = Pattern.compile(
            "(?<changing>date:now\\b.*|date-with-timezone:now:.*|exchangeId|uuid(?:[(:].*)?|random\\(.*\\)|threadId|threadName|stepId)"
                    + "|routeId|fromRouteId|routeGroup|camelId|hostname|properties:.*|propertiesExist:.*|(?:env|sysenv|sys)[:.].*",
            Pattern.DOTALL);

    /** Splits a template into its pieces, in order. */
    static List<Token> split(String template) {
        List<Token> tokens = new ArrayList<>();
        int from = 0;
        for (int start = next(template, 0); start >= 0; start = next(template, from)) {
            int end = end(template, start);
            if (end < 0) {
                break;
            }
            if (start > from) {
                tokens.add(new Literal(template.substring(from, start)));
            }
            String written = template.substring(start, end);
            tokens.add(expression(written, written.substring(written.indexOf('{') + 1, written.length() - 1)));
            from = end;
        }
        if (from < template.length()) {
            tokens.add(new Literal(template.substring(from)));
        }
        return tokens;
    }

    private static Token expression(String written, String inside) {
        Matcher author = OF_THE_AUTHOR.matcher(inside);
        if (!inside.contains("${") && author.matches()) {
            return new Author(written, author.group("changing") == null);
        }
        TemplateFunction function = TemplateFunction.of(inside);
        return new Data(written, function, function.argument(inside));
    }

    private static int next(String text, int from) {
        int plain = text.indexOf("${", from);
        int named = text.indexOf("$simple{", from);
        return plain < 0 || (named >= 0 && named < plain) ? named : plain;
    }

    /** Where the expression that begins at {@code start} is over; -1 if it never is. */
    private static int end(String text, int start) {
        int open = 1;
        for (int i = text.indexOf('{', start) + 1; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                open--;
                if (open == 0) {
                    return i + 1;
                }
            } else if (text.startsWith("${", i)) {
                open++;
            }
        }
        return -1;
    }
}
