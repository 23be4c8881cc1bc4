package io.github.bactrian.pages;

import io.github.bactrian.NearestName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an expression asks for.
 *
 * @param delta the name under which the delta link is kept; null if everything is read each time
 * @param url of the first page, perhaps with {@code simple} expressions in it
 * @param items JSON pointer of the array of items; null for the body itself, or {@code /value} of an object
 * @param total JSON pointer of the number of items that the API declares
 */
record Plan(@Nullable String delta, String url, @Nullable String items, String total, Style style) {

    private static final Pattern TEXT =
            Pattern.compile("(?:delta:(?<delta>\\S*)\\s+)?(?<url>.*?)(?:\\s+\\|\\s(?<options>.*))?", Pattern.DOTALL);
    private static final Pattern OTHER_PREFIX = Pattern.compile("(?<prefix>\\w+):[^\\s/]*\\s+\\S");
    private static final List<String> OPTIONS = List.of("items", "next", "cursor", "offset", "page", "total");
    private static final List<String> POINTERS = List.of("items", "next", "total");

    /** @throws IllegalArgumentException if the text cannot be used */
    static Plan parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()
                || parts.group("url").isEmpty()
                || parts.group("url").startsWith("delta:")) {
            throw wrong("'" + text.strip() + "' has no URL; write [delta:NAME ]URL[ | option=value, ...]");
        }
        Matcher other = OTHER_PREFIX.matcher(parts.group("url"));
        if (other.lookingAt()) {
            throw wrong("unknown prefix '" + other.group("prefix") + ":'; only delta:NAME stands before the URL");
        }
        String delta = parts.group("delta");
        if (delta != null && !delta.matches("[\\w.-]+")) {
            throw wrong("'delta:" + delta + "' has no name of letters, digits, '.', '_' and '-'");
        }
        Map<String, String> options = options(parts.group("options"));
        if (delta != null && List.of("next", "offset", "page").stream().anyMatch(options::containsKey)) {
            throw wrong("delta:" + delta
                    + " follows @odata.nextLink and @odata.deltaLink; leave out next, offset and page");
        }
        return new Plan(
                delta,
                parts.group("url"),
                options.get("items"),
                options.getOrDefault("total", "/@odata.count"),
                style(options));
    }

    private static Map<String, String> options(@Nullable String text) {
        Map<String, String> options = new TreeMap<>();
        if (text == null) {
            return options;
        }
        for (String option : text.split(",", -1)) {
            String[] pair = option.strip().split("\\s*=\\s*", 2);
            if (!OPTIONS.contains(pair[0])) {
                throw wrong("unknown option '" + pair[0] + "'; " + NearestName.hint(pair[0], OPTIONS));
            }
            if (options.put(pair[0], value(pair)) != null) {
                throw wrong("option '" + pair[0] + "' is there twice");
            }
        }
        return options;
    }

    private static String value(String[] pair) {
        String value = pair.length < 2 ? "" : pair[1];
        boolean pointer = POINTERS.contains(pair[0]);
        if (!value.matches(pointer ? "/\\S+" : "[^\\s/=&?#]+")) {
            throw wrong(pair[0] + "='" + value + "' is not "
                    + (pointer ? "a place in the answer such as /data/items" : "the name of a query parameter"));
        }
        return value;
    }

    private static Style style(Map<String, String> options) {
        String next = options.get("next");
        String cursor = options.get("cursor");
        String offset = options.get("offset");
        String page = options.get("page");
        if ((next == null ? 0 : 1) + (offset == null ? 0 : 1) + (page == null ? 0 : 1) > 1) {
            throw wrong("next, offset and page exclude each other");
        }
        if (cursor != null) {
            if (next == null) {
                throw wrong("cursor=" + cursor + " needs next=/place/of/the/cursor beside it");
            }
            return new Style.Cursor(next, cursor);
        }
        if (next != null) {
            return new Style.LinkAt(next);
        }
        if (offset != null) {
            return new Style.Numbered(offset, false);
        }
        return page == null ? new Style.Links() : new Style.Numbered(page, true);
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("pages: " + what);
    }
}
