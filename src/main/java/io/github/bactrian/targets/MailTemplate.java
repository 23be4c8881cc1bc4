package io.github.bactrian.targets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** A mail whose addresses and subject are headers of the message for the time of the call. */
record MailTemplate(AuthorText endpoint, List<Field> fields) implements Template {

    private static final Map<String, String> HEADERS =
            Map.of("to", "To", "cc", "Cc", "bcc", "Bcc", "from", "From", "replyTo", "Reply-To", "subject", "Subject");

    private record Field(String header, Expression text, List<Value> values) {

        String text(Exchange exchange) {
            for (Value value : values) {
                if (!header.equals("Subject")) {
                    value.requireOneAddress(exchange);
                } else if (value.text(exchange).chars().anyMatch(Character::isISOControl)) {
                    throw value.refused(exchange, "it is more than one line");
                }
            }
            return text.evaluate(exchange, String.class);
        }
    }

    static Template of(CamelContext context, List<Token> tokens) {
        UriParts parts = UriParser.path(context, tokens);
        List<UriParts.Parameter> all = parts.parameters() == null ? List.of() : parts.parameters();
        List<UriParts.Parameter> bound =
                all.stream().filter(option -> !option.data().isEmpty()).toList();
        boolean headers = bound.stream().allMatch(option -> HEADERS.containsKey(option.name()) && areValues(option));
        if (!headers || parts.segments().stream().anyMatch(UriParts.Segment::bound)) {
            return NamedTemplate.of(context, tokens);
        }
        String path = parts.segments().stream().map(UriParts.Segment::written).collect(Collectors.joining("/"));
        String options = all.stream()
                .filter(option -> option.data().isEmpty())
                .map(UriParts.Parameter::written)
                .collect(Collectors.joining("&"));
        return new MailTemplate(
                AuthorText.of(context, options.isEmpty() ? path : path + "?" + options),
                bound.stream().map(option -> field(context, option)).toList());
    }

    private static boolean areValues(UriParts.Parameter option) {
        return option.data().stream().allMatch(data -> data.function() == TemplateFunction.VALUE);
    }

    private static Field field(CamelContext context, UriParts.Parameter option) {
        List<Value> values = option.data().stream()
                .map(data -> Value.of(context, data, Place.PLAIN))
                .toList();
        return new Field(HEADERS.getOrDefault(option.name(), ""), Value.simple(context, option.value()), values);
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        Map<String, @Nullable Object> headers = new HashMap<>();
        HEADERS.values().forEach(header -> headers.put(header, null));
        fields.forEach(field -> headers.put(field.header(), field.text(exchange)));
        return slots.bound(endpoint.endpoint(exchange), position, exchange, new Binding(headers, false));
    }

    @Override
    public Forecast forecast() {
        return Forecast.TEMPLATE;
    }
}
