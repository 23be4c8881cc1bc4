package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** A file whose name the component computes for each message, as it would in {@code to}; the name stays below its directory. */
record FileTemplate(AuthorText prefix, List<Expression> names, Token.Data data, CamelContext context, String ownOptions)
        implements Template {

    private static final List<String> NAMES = List.of("fileName", "tempFileName");

    static Template of(CamelContext context, List<Token> tokens) {
        UriParts parts = UriParser.path(context, tokens);
        List<UriParts.Parameter> all = parts.parameters() == null ? List.of() : parts.parameters();
        boolean onlyNames = all.stream()
                .filter(option -> !option.data().isEmpty())
                .allMatch(option -> NAMES.contains(option.name()) && areValues(option.data()));
        if (!onlyNames || parts.segments().stream().anyMatch(UriParts.Segment::bound)) {
            return NamedTemplate.of(context, tokens);
        }
        List<String> constant = new ArrayList<>();
        List<String> computed = new ArrayList<>();
        List<Expression> names = new ArrayList<>();
        for (UriParts.Parameter option : all) {
            (option.data().isEmpty() ? constant : computed).add(option.written());
            if (!option.data().isEmpty()) {
                names.add(Value.simple(context, option.value()));
            }
        }
        String path = parts.segments().stream().map(UriParts.Segment::written).collect(Collectors.joining("/"));
        String prefix = path + "?" + String.join("&", constant) + (constant.isEmpty() ? "" : "&");
        return new FileTemplate(
                AuthorText.of(context, prefix), names, Template.firstData(tokens), context, String.join("&", computed));
    }

    private static boolean areValues(List<Token.Data> data) {
        return data.stream().allMatch(token -> token.function() == TemplateFunction.VALUE);
    }

    @Override
    public Object recipient(Exchange exchange, Slots slots, int position) {
        for (Expression name : names) {
            check(exchange, name.evaluate(exchange, String.class));
        }
        String uri = prefix.text(exchange) + ownOptions;
        return slots.bound(AuthoredEndpoints.get(context, uri), position, exchange, Binding.NONE);
    }

    private void check(Exchange exchange, @Nullable String name) {
        for (String segment : (name == null ? "" : name).split("[/\\\\]", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || !isText(segment)) {
                throw Value.of(context, data, Place.PLAIN)
                        .refused(
                                exchange,
                                "it would be a file name with a control character, half of a surrogate pair, or a part that is"
                                        + " empty, '.' or '..'");
            }
        }
    }

    private static boolean isText(String segment) {
        return UriText.isUnicode(segment) && segment.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public Forecast forecast() {
        return Forecast.TEMPLATE;
    }
}
