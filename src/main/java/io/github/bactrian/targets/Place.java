package io.github.bactrian.targets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What surrounds a value in a path segment or a query value, and so what the value must not hold. */
enum Place {
    /** Anything may stand here: it is encoded. */
    PLAIN,
    /** Between OData's single quotes: quotes in the value are doubled. */
    ODATA_STRING,
    /** In an expression of OData, without quotes: only what cannot end a number, a name or an id. */
    ODATA_BARE,
    /** Between single quotes of a language that is not known. */
    SINGLE_QUOTES,
    /** Between double quotes of a language that is not known. */
    DOUBLE_QUOTES;

    /** Parameters of OData that hold an expression; the others hold a number, a token or words to search for. */
    private static final Set<String> EXPRESSIONS =
            Set.of("filter", "orderby", "apply", "compute", "expand", "select", "having");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.:+-]*");

    boolean isOfUnknownLanguage() {
        return this == SINGLE_QUOTES || this == DOUBLE_QUOTES;
    }

    static boolean isExpression(String parameter) {
        String name = parameter.strip().replaceFirst("^(?:\\$|%24)", "");
        return parameter.strip().startsWith("@") || EXPRESSIONS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isWord(String value) {
        return WORD.matcher(value).matches();
    }
}
