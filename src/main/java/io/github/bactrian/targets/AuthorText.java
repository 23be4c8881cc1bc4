package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.LanguageSupport;
import org.jspecify.annotations.Nullable;

/** The URI of an endpoint as the author wrote it, perhaps with expressions that read nothing of a message. */
final class AuthorText {

    private final CamelContext context;
    private final String uri;
    private final @Nullable Expression expression;
    private volatile @Nullable Endpoint endpoint;

    private AuthorText(CamelContext context, String uri, @Nullable Expression expression) {
        this.context = context;
        this.uri = uri;
        this.expression = expression;
    }

    static AuthorText of(CamelContext context, String uri) {
        return new AuthorText(context, uri, LanguageSupport.hasSimpleFunction(uri) ? Value.simple(context, uri) : null);
    }

    Endpoint endpoint(Exchange exchange) {
        if (expression != null) {
            return authored(text(exchange));
        }
        Endpoint known = endpoint;
        if (known == null) {
            known = authored(uri);
            endpoint = known;
        }
        return known;
    }

    String text(Exchange exchange) {
        return expression == null ? uri : String.valueOf(expression.evaluate(exchange, Object.class));
    }

    private Endpoint authored(String text) {
        return AuthoredEndpoints.get(context, text);
    }
}
