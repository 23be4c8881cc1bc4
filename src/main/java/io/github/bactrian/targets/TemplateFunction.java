package io.github.bactrian.targets;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a template may ask for with a value, as in {@code ${segments:header.path}}; the argument is a simple expression. */
enum TemplateFunction {
    /** One path segment or one query value. */
    VALUE(""),
    /** Path segments separated by slashes; percent escapes are kept. */
    SEGMENTS("segments:"),
    /** A query string; percent escapes are kept. */
    QUERY("query:"),
    /** An HTTP method from the list after the expression: {@code ${method:header.CamelHttpMethod:GET,POST}}. */
    METHOD("method:"),
    /** Text within a JSON string. */
    JSON("json:"),
    /** Text within a string of a SCIM filter, which is one of JSON. */
    SCIM("scim:"),
    /** Text within a string in which a backslash precedes quotes and backslashes. */
    BACKSLASH("backslash:");

    private final String prefix;

    TemplateFunction(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /** Whether more than one value comes from the message, or the method does. */
    boolean isWide() {
        return this == SEGMENTS || this == QUERY || this == METHOD;
    }

    static TemplateFunction of(String inside) {
        return Arrays.stream(values())
                .filter(function -> function != VALUE && inside.startsWith(function.prefix))
                .findFirst()
                .orElse(VALUE);
    }

    /** Returns the expression that the function is about. */
    String argument(String inside) {
        String argument = inside.substring(prefix.length());
        return this == METHOD && argument.contains(":") ? argument.substring(0, argument.lastIndexOf(':')) : argument;
    }

    /** Returns the methods listed in {@code ${method:...}}; empty if there is no list. */
    static Set<String> methods(Token.Data data) {
        String inside = data.written().substring(0, data.written().length() - 1);
        String list = inside.substring(inside.lastIndexOf(':') + 1);
        Set<String> methods = new TreeSet<>();
        if (list.matches("[A-Za-z]+(?:\\s*,\\s*[A-Za-z]+)*") && inside.indexOf(':') < inside.lastIndexOf(':')) {
            Collections.addAll(methods, list.toUpperCase(Locale.ROOT).split("\\s*,\\s*", -1));
        }
        return methods;
    }
}
