package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.LanguageExpression;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an expression before any message comes. It is compiled as for a run, in a context that need not be started.
 *
 * @param template whether values are bound in it, so that it knows functions such as {@code ${json:...}}
 * @param refusals why every message will be refused
 * @param cautions why a message with an unusual value will be refused
 * @param wide the functions, as written, with which a value is more than one segment or query value, or the method
 * @param named what the URIs of endpoints begin with of which the routes must name one, or every message is refused
 */
public record Forecast(
        boolean template, List<String> refusals, List<String> cautions, List<String> wide, List<Named> named) {

    static final Forecast NONE = new Forecast(false, List.of(), List.of(), List.of(), List.of());
    static final Forecast TEMPLATE = new Forecast(true, List.of(), List.of(), List.of(), List.of());

    private static final Guard EVERY_EXCHANGE = new Guard(exchange -> true);

    /**
     * A URI that must be that of an endpoint which the routes name.
     *
     * @param prefix scheme and path up to the first value
     * @param refusal why every message is refused if no endpoint begins so
     */
    public record Named(String prefix, String refusal) {}

    /** Returns what is known of the URI of {@code toD} and {@code wireTap}; its placeholders are resolved. */
    public static Forecast target(CamelContext context, String uri) {
        return of(() -> EVERY_EXCHANGE.target(context, uri, NoOriginal::new));
    }

    /** Returns what is known of the expression of {@code enrich} and {@code pollEnrich}; its placeholders are resolved. */
    public static Forecast target(CamelContext context, String language, String text) {
        return of(() -> EVERY_EXCHANGE.target(context, definition(language, text), Forecast::original));
    }

    /**
     * Returns what is known of the expression of {@code recipientList}, {@code routingSlip} and {@code dynamicRouter}; its placeholders
     * are resolved.
     *
     * @param delimiter as the route writes it; null if it does not
     */
    public static Forecast targets(CamelContext context, String language, String text, @Nullable String delimiter) {
        return of(() -> EVERY_EXCHANGE.targets(
                context, definition(language, text), GuardedSteps.delimiter(delimiter), Forecast::original));
    }

    /** Returns what is known of the value of a header, property or variable; its placeholders are resolved. */
    public static Forecast text(CamelContext context, String name, String language, String text) {
        return of(() -> EVERY_EXCHANGE.text(context, name, definition(language, text), Forecast::original));
    }

    /** Returns what is known of a URL that {@link Targets#url} makes an expression of. */
    public static Forecast url(CamelContext context, String text) {
        return of(() -> EVERY_EXCHANGE.url(context, text));
    }

    static Forecast refusal(String reason) {
        return new Forecast(true, List.of(reason), List.of(), List.of(), List.of());
    }

    static Forecast of(List<Value> values) {
        List<String> cautions = new ArrayList<>();
        List<String> wide = new ArrayList<>();
        for (Value value : values) {
            String caution = value.caution();
            if (caution != null) {
                cautions.add(caution);
            }
            if (value.token().function().isWide()) {
                wide.add(value.token().written());
            }
        }
        return new Forecast(true, List.of(), List.copyOf(cautions), List.copyOf(wide), List.of());
    }

    Forecast and(Forecast other) {
        return new Forecast(
                template || other.template,
                joined(refusals, other.refusals),
                joined(cautions, other.cautions),
                joined(wide, other.wide),
                joined(named, other.named));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static Forecast of(Supplier<Expression> guarded) {
        try {
            return guarded.get() instanceof Guarded expression ? expression.forecast() : NONE;
        } catch (RefusedValueException e) {
            return refusal(e.getMessage());
        } catch (RuntimeException e) {
            // an expression that Camel cannot read; the route does not start, and that is reported with Camel's own
            // reason
            return TEMPLATE;
        }
    }

    private static ExpressionDefinition definition(String language, String text) {
        return new LanguageExpression(language, text);
    }

    private static Expression original(ExpressionDefinition definition) {
        return new NoOriginal(definition.getExpression());
    }
}
