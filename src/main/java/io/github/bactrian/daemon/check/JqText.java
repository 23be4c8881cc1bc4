package io.github.bactrian.daemon.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bactrian.targets.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The jq that says the same as a text with values in it, each value being data there. */
final class JqText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern READ = Pattern.compile(
            "(?:in\\.)?(?<from>body|headers?|exchangeProperty|variable)(?:[.:](?<dotted>[\\w-]+)|\\[['\"]?(?<name>[^\\[\\]'\"]+)['\"]?])?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Set<String> KEYWORDS = Set.of(
            "and", "or", "if", "then", "else", "elif", "end", "as", "def", "reduce", "foreach", "try", "catch", "label",
            "import", "include", "__loc__");
    private static final Map<String, String> FUNCTIONS =
            Map.of("header", "header", "headers", "header", "exchangeProperty", "property", "variable", "variable");

    /** Marks around the number of a value: within a JSON string, and in place of a JSON value. */
    private static final Pattern MARK = Pattern.compile("[\uE000\uE002](\\d+)[\uE001\uE003]");

    private final List<String> values = new ArrayList<>();

    private JqText() {}

    /** Empty if the text is no JSON, or jq has nothing for what it reads. */
    static Optional<String> ofJson(ValueText text) {
        JqText jq = new JqText();
        return jq.marked(text)
                .flatMap(JqText::parsed)
                .filter(JqText::hasPlainKeys)
                .map(jq::node);
    }

    /** @param format {@code @html} or {@code @uri}; empty if jq has nothing for what the text reads */
    static Optional<String> ofText(String format, ValueText text) {
        StringBuilder jq = new StringBuilder(format + " \"");
        for (ValueText.Piece piece : text.pieces()) {
            String value = piece.expression() == null ? null : value(piece.expression());
            if (piece.expression() != null && value == null) {
                return Optional.empty();
            }
            jq.append(value == null ? inString(piece.written()) : "\\(" + value + ")");
        }
        return Optional.of(jq.append('"').toString());
    }

    /** The text with marks for values; empty if jq cannot read one of them. */
    private Optional<String> marked(ValueText text) {
        StringBuilder marked = new StringBuilder();
        boolean string = false;
        for (ValueText.Piece piece : text.pieces()) {
            if (piece.expression() == null) {
                marked.append(piece.written());
                string = isInString(piece.written(), string);
                continue;
            }
            String value = value(piece.expression());
            if (value == null || (string && value.equals("."))) {
                return Optional.empty();
            }
            values.add(value);
            int number = values.size() - 1;
            marked.append(string ? "\uE000" + number + "\uE001" : "\"\uE002" + number + "\uE003\"");
        }
        return Optional.of(marked.toString());
    }

    private static boolean isInString(String json, boolean before) {
        boolean string = before;
        for (int i = 0; i < json.length(); i++) {
            if (json.charAt(i) == '\\' && string) {
                i++;
            } else if (json.charAt(i) == '"') {
                string = !string;
            }
        }
        return string;
    }

    /** What simple reads, in jq; null if that is not one column, header, property or variable. */
    private static @Nullable String value(String expression) {
        Matcher read = READ.matcher(expression);
        if (!read.matches()) {
            return null;
        }
        String name = read.group("dotted") == null ? read.group("name") : read.group("dotted");
        String function = FUNCTIONS.get(read.group("from"));
        if (function != null) {
            return name == null ? null : function + "(" + quoted(name) + ")";
        }
        return name == null ? "." : "." + key(name);
    }

    private static Optional<JsonNode> parsed(String json) {
        try {
            return Optional.of(JSON.readTree(json)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean hasPlainKeys(JsonNode node) {
        return node.properties().stream()
                        .noneMatch(field -> MARK.matcher(field.getKey()).find())
                && StreamSupport.stream(node.spliterator(), false).allMatch(JqText::hasPlainKeys);
    }

    private String node(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> key(field.getKey()) + ": " + node(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(this::node)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return node.isTextual() ? string(node.textValue()) : node.toString();
    }

    private String string(String text) {
        Matcher mark = MARK.matcher(text);
        if (mark.matches()) {
            String value = values.get(Integer.parseInt(mark.group(1)));
            return text.charAt(0) == '\uE000' || value.equals(".") ? value : "(" + value + " | tonumber)";
        }
        return mark.reset(inString(text))
                .replaceAll(
                        found -> Matcher.quoteReplacement("\\(" + values.get(Integer.parseInt(found.group(1))) + ")"))
                .transform(inner -> "\"" + inner + "\"");
    }

    private static String key(String name) {
        return NAME.matcher(name).matches() && !KEYWORDS.contains(name) ? name : quoted(name);
    }

    private static String quoted(String text) {
        return "\"" + inString(text) + "\"";
    }

    private static String inString(String text) {
        String json = TextNode.valueOf(text).toString();
        return json.substring(1, json.length() - 1);
    }
}
