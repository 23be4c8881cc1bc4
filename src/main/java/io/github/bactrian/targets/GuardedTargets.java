package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** In place of the expression that computes a list of endpoints. */
final class GuardedTargets implements Guarded {

    /** One item of the author's list; a text without values is left to Camel. */
    private record Item(
            @Nullable Template template, @Nullable Expression text) {}

    private final Expression original;
    private final List<Item> items;
    private final @Nullable String delimiter;
    private final Predicate<Exchange> scope;
    private final Slots slots;

    private GuardedTargets(
            CamelContext context,
            Expression original,
            List<Item> items,
            @Nullable String delimiter,
            Predicate<Exchange> scope) {
        this.original = original;
        this.items = items;
        this.delimiter = delimiter;
        this.scope = scope;
        this.slots = new Slots(context);
    }

    /** A list that the route writes: only what separates its items there is a delimiter. */
    static Expression of(
            CamelContext context,
            Expression original,
            String text,
            @Nullable String delimiter,
            Predicate<Exchange> scope) {
        List<Item> items = new ArrayList<>();
        for (String item : split(text, delimiter)) {
            Template template = Refused.templateOrRefusal(context, item.strip());
            items.add(new Item(template, template == null ? Value.simple(context, item.strip()) : null));
        }
        return new GuardedTargets(context, original, items, delimiter, scope);
    }

    /** A list that is a value as a whole: a header, a bean's answer, an array. */
    static Expression whole(
            CamelContext context, Expression original, @Nullable String delimiter, Predicate<Exchange> scope) {
        return new GuardedTargets(context, original, List.of(), delimiter, scope);
    }

    private static List<String> split(String text, @Nullable String delimiter) {
        List<String> items = new ArrayList<>();
        StringBuilder item = new StringBuilder();
        for (Token token : Token.split(text)) {
            if (!(token instanceof Token.Literal) || delimiter == null) {
                item.append(token.written());
                continue;
            }
            String rest = token.written();
            for (int at = rest.indexOf(delimiter); at >= 0; at = rest.indexOf(delimiter)) {
                items.add(item.append(rest, 0, at).toString());
                item.setLength(0);
                rest = rest.substring(at + delimiter.length());
            }
            item.append(rest);
        }
        items.add(item.toString());
        items.removeIf(String::isBlank);
        return items;
    }

    @Override
    public void init(CamelContext context) {
        original.init(context);
    }

    @Override
    public <T> @Nullable T evaluate(Exchange exchange, Class<T> type) {
        return scope.test(exchange) ? type.cast(recipients(exchange)) : original.evaluate(exchange, type);
    }

    @Override
    public Forecast forecast() {
        return items.stream()
                .map(item -> item.template() == null
                        ? Forecast.NONE
                        : item.template().forecast())
                .reduce(Forecast.NONE, Forecast::and);
    }

    /** One refusal is enough: no other recipient gets the message then. Null ends a dynamic router. */
    private @Nullable Object recipients(Exchange exchange) {
        try {
            return items.isEmpty() ? ofValue(exchange) : ofAuthor(exchange);
        } catch (RefusedValueException e) {
            return List.of(slots.refused(exchange, e));
        }
    }

    private List<Object> ofAuthor(Exchange exchange) {
        List<Object> recipients = new ArrayList<>();
        for (Item item : items) {
            if (item.template() != null) {
                recipients.add(item.template().recipient(exchange, slots, recipients.size()));
            } else if (item.text() != null) {
                recipients.add(item.text().evaluate(exchange, String.class));
            }
        }
        return recipients;
    }

    private @Nullable List<Object> ofValue(Exchange exchange) {
        Object value = original.evaluate(exchange, Object.class);
        if (value == null) {
            return null;
        }
        List<Object> recipients = new ArrayList<>();
        for (Iterator<?> all = ObjectHelper.createIterator(value, delimiter); all.hasNext(); ) {
            Object one = all.next();
            if (one instanceof Endpoint) {
                recipients.add(one);
            } else if (one != null) {
                recipients.add(link(exchange, one, recipients.size()));
            }
        }
        return recipients;
    }

    private Object link(Exchange exchange, Object one, int position) {
        String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, one);
        try {
            return Links.recipient(exchange, text == null ? "" : text, "", slots, position);
        } catch (RefusedValueException e) {
            throw new RefusedValueException("a recipient that " + original + " yields is refused: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return original.toString();
    }
}
