package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Reads what follows scheme and host of a URL, or a path or a query alone. */
final class UriParser {

    private final CamelContext context;
    private final List<UriParts.Segment> segments = new ArrayList<>();
    private @Nullable List<UriParts.Parameter> parameters;

    private List<Part> parts = new ArrayList<>();
    private List<Token.Data> data = new ArrayList<>();
    private StringBuilder literal = new StringBuilder();
    private StringBuilder written = new StringBuilder();
    private Quotes quotes = Quotes.ofSegment();
    private @Nullable String name;
    private boolean raw;

    private UriParser(CamelContext context) {
        this.context = context;
    }

    /** @throws RefusedValueException if a value stands where none may */
    static UriParts path(CamelContext context, List<Token> tokens) {
        return new UriParser(context).read(tokens);
    }

    /** @throws RefusedValueException if a value stands where none may */
    static UriParts query(CamelContext context, List<Token> tokens) {
        UriParser parser = new UriParser(context);
        parser.parameters = new ArrayList<>();
        return parser.read(tokens);
    }

    private UriParts read(List<Token> tokens) {
        for (Token token : tokens) {
            if (token instanceof Token.Literal text) {
                read(text.written());
            } else if (token instanceof Token.Author author) {
                flush();
                written.append(author.written());
                parts.add(Part.Computed.of(context, author));
            } else if (token instanceof Token.Data value) {
                flush();
                parts.add(bound(value));
                written.append(value.written());
                data.add(value);
            }
        }
        if (parameters != null) {
            endParameter();
        } else if (!written.isEmpty() || !segments.isEmpty()) {
            endSegment();
        }
        return new UriParts(segments, parameters);
    }

    private void read(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (parameters == null && c == '/') {
                endSegment();
            } else if (parameters == null && c == '?') {
                if (!written.isEmpty() || !segments.isEmpty()) {
                    endSegment();
                }
                parameters = new ArrayList<>();
            } else if (parameters != null && c == '&' && !raw) {
                endParameter();
            } else if (parameters != null && name == null && c == '=') {
                take(c);
                flush();
                name = written.substring(0, written.length() - 1);
                quotes = Quotes.ofValue(name);
                raw = text.startsWith("RAW(", i + 1);
                if (raw) {
                    written.append("RAW(");
                    i += 4;
                }
            } else if (raw && c == ')' && (i + 1 == text.length() || text.charAt(i + 1) == '&')) {
                flush();
                written.append(c);
                raw = false;
            } else {
                take(c);
            }
        }
    }

    private void take(char c) {
        literal.append(c);
        written.append(c);
    }

    private void flush() {
        if (!literal.isEmpty()) {
            String text = literal.toString();
            quotes.read(text);
            parts.add(new Part.Fixed(raw ? rawText(text) : UriText.literal(text)));
            literal = new StringBuilder();
        }
    }

    /** Within {@code RAW(...)} the YAML dialect writes a percent sign as an escape, and nothing else has a meaning. */
    private static String rawText(String text) {
        String encoded = UriText.encoded(text.replace("%25", "%"));
        return encoded == null ? UriText.literal(text) : encoded;
    }

    private Part bound(Token.Data value) {
        Value bound = Value.of(context, value, quotes.place(name == null ? "" : name));
        boolean wholeQuery = value.function() == TemplateFunction.QUERY;
        boolean several = value.function() == TemplateFunction.SEGMENTS;
        if (value.function() == TemplateFunction.METHOD && !"httpMethod".equals(name)) {
            throw bound.refused(null, "a method is no part of a URL; it is the value of httpMethod or CamelHttpMethod");
        }
        if (parameters == null && wholeQuery) {
            throw bound.refused(null, "a query begins after '?'; write ...?" + value.written());
        }
        if (parameters == null && several && !written.isEmpty()) {
            throw bound.refused(null, "it is several segments; write .../" + value.written());
        }
        if (parameters != null && several) {
            throw bound.refused(null, "a query has no path segments; leave out segments:");
        }
        if (parameters != null && name == null && !(wholeQuery && written.isEmpty())) {
            throw bound.refused(null, "it would name a query parameter; write the name in the route, or ${query:...}");
        }
        if (parameters != null && name != null && wholeQuery) {
            throw bound.refused(null, "a whole query is no value of a parameter; leave out query:");
        }
        boolean json = value.function() == TemplateFunction.JSON || value.function() == TemplateFunction.SCIM;
        if (json && bound.place() != Place.DOUBLE_QUOTES) {
            throw bound.refused(null, "a JSON string is between double quotes; put them around it in the route");
        }
        if (value.function() == TemplateFunction.BACKSLASH && !bound.place().isOfUnknownLanguage()) {
            throw bound.refused(null, "backslashes are for text between quotes outside of OData; leave out backslash:");
        }
        return new Part.Bound(bound);
    }

    private void endSegment() {
        flush();
        if (parts.size() > 1 && data.stream().anyMatch(value -> value.function() == TemplateFunction.SEGMENTS)) {
            throw Value.of(context, data.get(0), Place.PLAIN)
                    .refused(null, "it is several segments; write nothing else between the slashes around it");
        }
        segments.add(new UriParts.Segment(List.copyOf(parts), !data.isEmpty(), written.toString()));
        next(Quotes.ofSegment());
    }

    private void endParameter() {
        flush();
        if (!parts.isEmpty() && parameters != null) {
            String all = written.toString();
            parameters.add(
                    new UriParts.Parameter(name == null ? all : name, List.copyOf(parts), all, List.copyOf(data)));
        }
        next(Quotes.ofSegment());
    }

    private void next(Quotes next) {
        parts = new ArrayList<>();
        data = new ArrayList<>();
        literal = new StringBuilder();
        written = new StringBuilder();
        quotes = next;
        name = null;
        raw = false;
    }
}
