package io.github.bactrian.targets;

/** Follows the author's text through one path segment or query value: within which quotes does a value stand? */
final class Quotes {

    /** Whether parentheses, in a path, or the parameter's name make it an expression of OData. */
    private boolean odata;

    private int parentheses;
    private char open;
    private final boolean inPath;

    private Quotes(boolean inPath) {
        this.inPath = inPath;
    }

    static Quotes ofSegment() {
        return new Quotes(true);
    }

    /** @param name of the query parameter, as the author wrote it */
    static Quotes ofValue(String name) {
        Quotes quotes = new Quotes(false);
        String plain = name.strip();
        quotes.odata =
                plain.startsWith("$") || plain.startsWith("%24") || plain.startsWith("@") || plain.startsWith("%40");
        return quotes;
    }

    void read(String text) {
        for (int i = 0; i < text.length(); i++) {
            read(quote(text, i));
        }
    }

    private void read(char c) {
        if (open != 0) {
            open = c == open ? 0 : open;
        } else if (c == '\'' || c == '"') {
            open = c;
        } else if (c == '(') {
            parentheses++;
        } else if (c == ')') {
            parentheses--;
        }
    }

    private static char quote(String text, int at) {
        if (text.startsWith("%27", at)) {
            return '\'';
        }
        if (text.startsWith("%22", at)) {
            return '"';
        }
        return text.charAt(at);
    }

    /** Returns where a value stands that comes next. */
    Place place(String parameter) {
        boolean expression = inPath ? parentheses > 0 : odata;
        if (open == 0) {
            return expression && (inPath || Place.isExpression(parameter)) ? Place.ODATA_BARE : Place.PLAIN;
        }
        if (open == '\'') {
            return expression ? Place.ODATA_STRING : Place.SINGLE_QUOTES;
        }
        return Place.DOUBLE_QUOTES;
    }
}
