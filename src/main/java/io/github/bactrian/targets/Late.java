package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Something made of a template whose scheme and host come from expressions of the author: {@code ${properties:api.url}}. */
final class Late<T> {

    private static final int MOST_KEPT = 100;

    private final CamelContext context;
    private final List<Token> tokens;
    private final Function<List<Token>, @Nullable T> make;
    private final Map<List<Token>, Optional<T>> made = new ConcurrentHashMap<>();

    Late(CamelContext context, List<Token> tokens, Function<List<Token>, @Nullable T> make) {
        this.context = context;
        this.tokens = List.copyOf(tokens);
        this.make = make;
    }

    /** Returns what was made of the template with its head as it is for this message; empty where nothing could be made. */
    Optional<T> of(Exchange exchange) {
        List<Token> known = withHead(exchange);
        Optional<T> thing = made.get(known);
        if (thing == null) {
            if (made.size() >= MOST_KEPT) {
                made.clear();
            }
            thing = Optional.ofNullable(make.apply(known));
            made.put(known, thing);
        }
        return thing;
    }

    /**
     * Returns what is made of the template as far as properties alone are its head; empty where that is not known yet.
     *
     * @throws RefusedValueException if a value of the message stands where none may
     */
    Optional<T> foreseen() {
        boolean known = tokens.stream()
                .takeWhile(token -> !(token instanceof Token.Data))
                .allMatch(token ->
                        token instanceof Token.Literal || token.written().startsWith("${properties:"));
        return known ? of(new DefaultExchange(context)) : Optional.empty();
    }

    private List<Token> withHead(Exchange exchange) {
        StringBuilder head = new StringBuilder();
        int at = 0;
        while (at < tokens.size() && !(tokens.get(at) instanceof Token.Data)) {
            if (tokens.get(at) instanceof Token.Author author) {
                if (Template.isComplete(head)) {
                    break;
                }
                String value = Value.simple(context, author.written()).evaluate(exchange, String.class);
                head.append(value == null ? "" : value);
            } else {
                head.append(tokens.get(at).written());
            }
            at++;
        }
        List<Token> known = new ArrayList<>();
        known.add(new Token.Literal(head.toString()));
        known.addAll(tokens.subList(at, tokens.size()));
        return known;
    }
}
