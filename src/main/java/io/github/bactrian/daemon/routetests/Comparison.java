package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Compares what was expected with what there is: keys that are not expected may be there too. */
final class Comparison {
    private static final List<String> MATCHERS = List.of("contains", "matches", "equals", "absent");

    private final List<Difference> differences = new ArrayList<>();

    List<Difference> differences() {
        return differences;
    }

    void compare(Entry expected, @Nullable JsonNode given, String what) {
        JsonNode actual = given == null ? MissingNode.getInstance() : given;
        if (isMatcher(expected)) {
            expected.map().forEach((name, value) -> match(name, value, actual, what));
        } else if (expected.isMap() && actual.isObject()) {
            expected.map().forEach((key, value) -> compare(value, actual.path(key), what + "." + key));
        } else if (expected.isList() && actual.isArray() && expected.list().size() == actual.size()) {
            for (int i = 0; i < actual.size(); i++) {
                compare(expected.list().get(i), actual.get(i), what + "[" + i + "]");
            }
        } else if (!same(expected.json(), actual)) {
            differs(expected, what, Texts.of(expected.json()), Texts.of(actual));
        }
    }

    /** Headers and the like: names in any case, values that are always texts. */
    void compareTexts(@Nullable Entry expected, Map<String, String> actual, String what) {
        if (expected == null) {
            return;
        }
        expected.map().forEach((name, value) -> {
            String found = actual.entrySet().stream()
                    .filter(one -> one.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (isMatcher(value) || found == null) {
                compare(value, found == null ? null : TextNode.valueOf(found), what + "." + name);
            } else if (!value.text().equals(found)) {
                differs(value, what + "." + name, value.text(), found);
            }
        });
    }

    /** A text, given as it is or by matchers. */
    void compareText(Entry expected, String actual, String what) {
        if (isMatcher(expected)) {
            expected.map().forEach((name, value) -> match(name, value, TextNode.valueOf(actual), what));
        } else if (!Texts.normal(expected.text()).equals(Texts.normal(actual))) {
            differs(expected, what, Texts.normal(expected.text()), Texts.normal(actual));
        }
    }

    private static boolean isMatcher(Entry expected) {
        return expected.isMap()
                && !expected.map().isEmpty()
                && MATCHERS.containsAll(expected.map().keySet());
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        return (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }

    private void match(String matcher, Entry value, JsonNode actual, String what) {
        String text = actual.isTextual() ? actual.textValue() : actual.toString();
        switch (matcher) {
            case "contains" ->
                (value.isList() ? value.list() : List.of(value)).forEach(part -> {
                    if (!text.contains(part.text())) {
                        differs(
                                part,
                                what,
                                "contains " + part.text(),
                                actual.isMissingNode() ? Texts.of(actual) : text);
                    }
                });
            case "matches" -> {
                if (!pattern(value).matcher(text).matches()) {
                    differs(value, what, "matches " + value.text(), actual.isMissingNode() ? Texts.of(actual) : text);
                }
            }
            case "absent" -> {
                if (value.flag() != (actual.isMissingNode() || actual.isNull())) {
                    differs(value, what, value.flag() ? Texts.of(null) : "something", Texts.of(actual));
                }
            }
            default -> {
                if (!same(value.json(), actual)) {
                    differs(value, what, Texts.of(value.json()), Texts.of(actual));
                }
            }
        }
    }

    static Pattern pattern(Entry value) {
        try {
            return Pattern.compile(value.text(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw value.wrong("no regular expression: " + e.getDescription());
        }
    }

    /** @param matcher contains, matches, equals or absent */
    void matchText(String matcher, Entry value, String actual, String what) {
        match(matcher, value, TextNode.valueOf(actual), what);
    }

    void differs(Entry at, String what, String expected, String actual) {
        differences.add(Difference.at(at, what, expected, actual));
    }
}
