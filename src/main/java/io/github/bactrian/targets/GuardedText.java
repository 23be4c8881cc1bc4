package io.github.bactrian.targets;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** In place of the expression of a header, property or variable that holds a URL, or a part of one. */
final class GuardedText implements Guarded {

    /** What the guarded expression yields; throws {@link RefusedValueException}. */
    private interface Text {
        @Nullable
        String of(Exchange exchange);
    }

    private final Expression original;
    private final Text text;
    private final Supplier<Forecast> forecast;
    private final Predicate<Exchange> scope;

    private GuardedText(Expression original, Text text, Supplier<Forecast> forecast, Predicate<Exchange> scope) {
        this.original = original;
        this.text = text;
        this.forecast = forecast;
        this.scope = scope;
    }

    private record Compiled(Text text, Supplier<Forecast> forecast) {}

    /** A template of the author, with values of the message in it. */
    static Expression template(
            CamelContext context,
            Expression original,
            String template,
            @Nullable Steering steering,
            Predicate<Exchange> scope) {
        List<Token> tokens = Token.split(template.strip());
        try {
            Compiled compiled = compile(context, original, tokens, steering);
            return new GuardedText(original, compiled.text(), compiled.forecast(), scope);
        } catch (RefusedValueException e) {
            return refusing(original, e.getMessage(), scope);
        }
    }

    private static Compiled compile(
            CamelContext context, Expression original, List<Token> tokens, @Nullable Steering steering) {
        if (steering == Steering.METHOD) {
            Value value = method(context, tokens);
            return new Compiled(value::method, () -> Forecast.of(List.of(value)));
        }
        if (steering == Steering.ADDRESS) {
            return address(context, original, tokens);
        }
        if (steering == Steering.PATH || steering == Steering.QUERY) {
            boolean path = steering == Steering.PATH;
            UriParts parts = path ? UriParser.path(context, tokens) : UriParser.query(context, tokens);
            return new Compiled(path ? parts::text : parts::query, parts::forecast);
        }
        if (!Template.needsHead(tokens)) {
            UrlTemplate url = UrlTemplate.of(context, tokens);
            return url == null
                    ? noUrl(original, tokens, steering)
                    : new Compiled(url::text, () -> url.parts().forecast());
        }
        Late<UrlTemplate> late = new Late<>(context, tokens, known -> UrlTemplate.of(context, known));
        Compiled otherwise = noUrl(original, tokens, steering);
        return new Compiled(
                exchange -> {
                    Optional<UrlTemplate> url = late.of(exchange);
                    return url.isPresent()
                            ? url.get().text(exchange)
                            : otherwise.text().of(exchange);
                },
                () -> late.foreseen().map(url -> url.parts().forecast()).orElse(Forecast.TEMPLATE));
    }

    /** What begins with no URL is plain text, unless it steers a call. */
    private static Compiled noUrl(Expression original, List<Token> tokens, @Nullable Steering steering) {
        if (steering == null) {
            return new Compiled(exchange -> original.evaluate(exchange, String.class), () -> Forecast.NONE);
        }
        String reason = Template.firstData(tokens).written()
                + " is refused: it would be scheme or host; write those in the route";
        return new Compiled(
                exchange -> {
                    throw new RefusedValueException(reason);
                },
                () -> Forecast.refusal(reason));
    }

    private static Compiled address(CamelContext context, Expression original, List<Token> tokens) {
        List<Value> values = tokens.stream()
                .filter(Token.Data.class::isInstance)
                .map(token -> Value.of(context, (Token.Data) token, Place.PLAIN))
                .toList();
        return new Compiled(
                exchange -> {
                    values.forEach(value -> value.requireOneAddress(exchange));
                    return original.evaluate(exchange, String.class);
                },
                () -> Forecast.of(values));
    }

    private static Value method(CamelContext context, List<Token> tokens) {
        Value value = Value.of(context, Template.firstData(tokens), Place.PLAIN);
        boolean listed = tokens.size() == 1
                && value.token().function() == TemplateFunction.METHOD
                && !TemplateFunction.methods(value.token()).isEmpty();
        if (!listed) {
            throw value.refused(null, "it would be the method of a call; write ${method:header.name:GET,POST}");
        }
        return value;
    }

    /** A value as a whole, which is one segment, one value of a query, or a link. */
    static Expression value(Expression original, Steering steering, Predicate<Exchange> scope) {
        UnaryOperator<String> named = why -> "what " + original + " yields is refused: " + why;
        if (steering == Steering.METHOD) {
            return refusing(
                    original,
                    named.apply("it would be the method of a call; write simple: ${method:header.name:GET,POST}"),
                    scope);
        }
        return new GuardedText(
                original,
                exchange -> {
                    String value = original.evaluate(exchange, String.class);
                    return value == null ? null : whole(exchange, value, steering, named);
                },
                () -> Forecast.NONE,
                scope);
    }

    private static String whole(Exchange exchange, String value, Steering steering, UnaryOperator<String> named) {
        if (steering == Steering.ADDRESS) {
            if (!Value.isOneAddress(value)) {
                throw new RefusedValueException(named.apply(Value.SEVERAL_ADDRESSES));
            }
            return value;
        }
        if (steering == Steering.URL) {
            try {
                return Links.followed(exchange, value);
            } catch (RefusedValueException e) {
                throw new RefusedValueException(named.apply(e.getMessage()));
            }
        }
        String encoded = UriText.encoded(value);
        if (encoded == null || (steering == Steering.PATH && Value.isNoName(encoded))) {
            throw new RefusedValueException(named.apply("a path segment is not empty, '.' or '..'"));
        }
        return encoded;
    }

    static Expression refusing(Expression original, String reason, Predicate<Exchange> scope) {
        return new GuardedText(
                original,
                exchange -> {
                    throw new RefusedValueException(reason);
                },
                () -> Forecast.refusal(reason),
                scope);
    }

    @Override
    public Forecast forecast() {
        return forecast.get();
    }

    @Override
    public void init(CamelContext context) {
        original.init(context);
    }

    @Override
    public <T> @Nullable T evaluate(Exchange exchange, Class<T> type) {
        return scope.test(exchange) ? type.cast(own(text.of(exchange))) : original.evaluate(exchange, type);
    }

    /** A header that came with the message is told by its identity from one that the route has set. */
    private static @Nullable String own(@Nullable String value) {
        return value == null ? null : String.valueOf(value.toCharArray());
    }

    @Override
    public String toString() {
        return original.toString();
    }
}
