package io.github.bactrian.targets;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A path and a query with places for values.
 *
 * @param segments what slashes separate; empty if the template has no path
 * @param parameters what {@code &} separates; null if the template has no query
 */
record UriParts(List<Segment> segments, @Nullable List<Parameter> parameters) {

    /** @param bound whether a value of the message stands in it */
    record Segment(List<Part> parts, boolean bound, String written) {

        void write(StringBuilder text, Exchange exchange) {
            int start = text.length();
            parts.forEach(part -> part.write(text, exchange));
            if (bound && isNoName(text, start)) {
                throw refused(exchange);
            }
        }

        /** Most segments begin with neither a dot nor an escape, and need no copy. */
        private static boolean isNoName(StringBuilder text, int start) {
            return (start == text.length() || ".%;".indexOf(text.charAt(start)) >= 0)
                    && Value.isNoName(text.substring(start));
        }

        private RefusedValueException refused(Exchange exchange) {
            return parts.stream()
                    .filter(Part.Bound.class::isInstance)
                    .map(part -> ((Part.Bound) part).value())
                    .filter(value -> value.token().function() != TemplateFunction.SEGMENTS)
                    .findFirst()
                    .map(value -> value.refused(exchange, "a path segment would be empty, '.' or '..' with it"))
                    .orElseGet(() -> new RefusedValueException(written + " is refused: it is no path"));
        }
    }

    /**
     * @param name as the author wrote it; without a {@code =}, all that is written
     * @param written name and value, as the author wrote them
     */
    record Parameter(String name, List<Part> parts, String written, List<Token.Data> data) {

        /** Returns what follows the {@code =}, as the author wrote it. */
        String value() {
            return written.length() > name.length() ? written.substring(name.length() + 1) : "";
        }
    }

    /** Returns null if the template has no path. */
    @Nullable
    String path(Exchange exchange) {
        if (segments.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder(64);
        for (int i = 0; i < segments.size(); i++) {
            if (i > 0) {
                text.append('/');
            }
            segments.get(i).write(text, exchange);
        }
        return text.toString();
    }

    /** Returns null if the template has no query, or one that is left out. */
    @Nullable
    String query(Exchange exchange) {
        if (parameters == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(64);
        for (Parameter parameter : parameters) {
            int before = text.length();
            text.append(before == 0 ? "" : "&");
            int start = text.length();
            parameter.parts().forEach(part -> part.write(text, exchange));
            if (text.length() == start) {
                text.setLength(before);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }

    /** Returns path and query together. */
    String text(Exchange exchange) {
        String path = path(exchange);
        String query = query(exchange);
        return (path == null ? "" : path) + (query == null ? "" : "?" + query);
    }

    Forecast forecast() {
        return Forecast.of(Stream.concat(
                        segments.stream().map(Segment::parts),
                        parameters == null
                                ? Stream.empty()
                                : parameters.stream().map(Parameter::parts))
                .flatMap(List::stream)
                .filter(Part.Bound.class::isInstance)
                .map(part -> ((Part.Bound) part).value())
                .toList());
    }

    UriParts withParameters(List<Parameter> others) {
        return new UriParts(segments, others.isEmpty() ? null : others);
    }

    @Override
    public String toString() {
        return segments.stream().map(Segment::written).collect(Collectors.joining("/"));
    }
}
