package io.github.bactrian.bench;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.DefaultExchange;

/** The processor {@code oauth.bench} and an exchange with the headers of an import's row, in a route that has begun. */
final class BactrianTokens implements TokenClient {
    private final Processor processor;
    private final Route route;
    private final List<RoutePolicy> policies;
    private final Exchange exchange;
    private final boolean manyTenants;
    private final boolean fromTheStart;

    /** @param fromTheStart whether what happens when the exchange enters its route is part of the work */
    BactrianTokens(Issuer issuer, List<String> tenants, boolean fromTheStart) throws Exception {
        CamelContext context = new DefaultCamelContext();
        OAuth.install(context, profile(issuer, tenants));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:bench?delay=86400000").id("bench").to("mock:end");
            }
        });
        context.start();
        this.processor = context.getRegistry().lookupByNameAndType("oauth.bench", Processor.class);
        this.route = context.getRoute("bench");
        this.policies = route.getRoutePolicyList();
        this.exchange = new DefaultExchange(context);
        this.manyTenants = tenants.size() > 1;
        this.fromTheStart = fromTheStart;
        Map.of("Name", "users", "Job", "1f", "File", "users.csv", "Row", "7", "Line", "8", "Key", "a@example.com")
                .forEach((name, value) -> exchange.getMessage().setHeader("CamelImport" + name, value));
        begin();
    }

    static Map<String, String> profile(Issuer issuer, List<String> tenants) {
        Map<String, String> profile = new HashMap<>();
        profile.put("oauth.bench.tenant-id", tenants.get(0));
        if (tenants.size() > 1) {
            profile.put("oauth.bench.tenants", String.join(",", tenants));
        }
        profile.put("oauth.bench.client-id", Issuer.CLIENT);
        profile.put("oauth.bench.client-secret", Issuer.SECRET);
        profile.put("oauth.bench.scope", Issuer.SCOPE);
        profile.put("oauth.bench.authority-host", issuer.origin().toString());
        profile.put("oauth.bench.ca-file", issuer.caFile().toString());
        profile.put("oauth.bench.hosts", issuer.directory().resolve("/").toString());
        return profile;
    }

    private void begin() {
        for (RoutePolicy policy : policies) {
            policy.onExchangeBegin(route, exchange);
        }
    }

    @Override
    public Object token(String tenant) throws Exception {
        if (fromTheStart) {
            exchange.getProperties().clear();
            begin();
        }
        if (manyTenants) {
            exchange.setProperty(OAuthProfile.TENANT_PROPERTY, tenant);
        }
        processor.process(exchange);
        return exchange;
    }
}
