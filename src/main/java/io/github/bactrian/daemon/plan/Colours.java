package io.github.bactrian.daemon.plan;

import java.util.regex.Pattern;

/**
 * How a terminal sets words apart.
 *
 * @param on false: not at all
 */
public record Colours(boolean on) {
    private static final Pattern NAME = Pattern.compile("(?m)^( *)(\"(?:[^\"\\\\]|\\\\.)*\")(: )");

    /** Bold. */
    public String strong(String text) {
        return in("1", text);
    }

    /** Less bright than the rest. */
    public String dim(String text) {
        return in("2", text);
    }

    /** Green. */
    public String good(String text) {
        return in("32", text);
    }

    /** Red. */
    public String bad(String text) {
        return in("31", text);
    }

    /** Pretty-printed JSON with its names set apart. */
    String json(String text) {
        return on ? NAME.matcher(text).replaceAll("$1\033[36m$2\033[0m$3") : text;
    }

    private String in(String code, String text) {
        return on ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
