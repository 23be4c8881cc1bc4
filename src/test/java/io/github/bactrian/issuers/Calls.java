package io.github.bactrian.issuers;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with a route that posts its body to an API with the profile {@code app}. */
final class Calls implements AutoCloseable {

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    Calls(Map<String, String> properties, String api) throws Exception {
        OAuth.install(camel, properties);
        AuthorizedHttp.install(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:post").process("oauth.app").to(api + "?httpMethod=POST");
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** The exchange after the call, its failure included. */
    Exchange post(String body) {
        return template.request("direct:post", exchange -> exchange.getMessage().setBody(body));
    }

    @Override
    public void close() {
        camel.stop();
    }
}
