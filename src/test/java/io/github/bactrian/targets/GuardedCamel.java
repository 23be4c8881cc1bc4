package io.github.bactrian.targets;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** Camel with the profile {@code graph}, which may go to one API, and routes in YAML; every exchange is guarded. */
final class GuardedCamel implements AutoCloseable {

    final TestIssuer issuer = new TestIssuer();
    final RawApi api = new RawApi();
    final RawApi elsewhere = new RawApi();
    final CamelContext context = new DefaultCamelContext();

    /** @param routes text in which {@code {{api}}} and {@code {{elsewhere}}} are the servers */
    static GuardedCamel with(String routes) {
        return new GuardedCamel(true, context -> {}, routes);
    }

    GuardedCamel(boolean everyExchange, Consumer<CamelContext> before, String routes) {
        try {
            Map<String, String> profile = new TreeMap<>(issuer.profile("graph", api.url()));
            profile.put("oauth.graph.call.retries", "0");
            context.getPropertiesComponent().addInitialProperty("api", api.url());
            context.getPropertiesComponent().addInitialProperty("elsewhere", elsewhere.url());
            context.getPropertiesComponent().addInitialProperty("canary", "property-canary");
            before.accept(context);
            OAuth.install(context, profile);
            AuthorizedHttp.install(context);
            if (everyExchange) {
                Targets.of(context).coverEveryExchange();
            }
            add(routes);
            context.start();
        } catch (Exception e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    void add(String routes) {
        try {
            if (!routes.isEmpty()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", routes));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends one message into a route and returns what became of it. */
    Exchange send(String uri, @Nullable Object body, Map<String, ?> headers) {
        ExchangeBuilder message = ExchangeBuilder.anExchange(context).withBody(body);
        headers.forEach(message::withHeader);
        return context.createProducerTemplate().send(uri, message.build());
    }

    /** Returns why a value was refused; empty if none was. */
    static String refusal(Exchange exchange) {
        for (Throwable cause = exchange.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedValueException refused) {
                return refused.getMessage();
            }
        }
        return "";
    }

    @Override
    public void close() {
        context.stop();
        issuer.close();
        api.close();
        elsewhere.close();
    }
}
