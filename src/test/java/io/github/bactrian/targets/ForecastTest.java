package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What is said of a template without a message is what happens to each message. */
class ForecastTest {

    private static final Map<String, String> HEADERS =
            Map.of("a", "1", "verb", "POST", "path", "x/y", "query", "q=1", "kind", "none");

    @Test
    void whatIsForeseenToBeRefusedIsRefusedWithTheSameWords() {
        for (String template : List.of(
                "http://${header.a}/x",
                "http://127.0.0.1:${header.a}/x",
                "${header.a}://127.0.0.1/x",
                "http://127.0.0.1/x?${header.a}=1",
                "http://127.0.0.1/x?proxyHost=${header.a}",
                "http://127.0.0.1/x?httpMethod=${header.verb}",
                "http://127.0.0.1/x?httpMethod=${method:header.verb}",
                "http://127.0.0.1/x?a=${method:header.verb:POST}",
                "http://127.0.0.1/${query:header.query}",
                "http://127.0.0.1/x?a=${query:header.query}",
                "http://127.0.0.1/x?a=${segments:header.path}",
                "http://127.0.0.1/x-${segments:header.path}",
                "http://127.0.0.1/x?a=${json:header.a}",
                "http://127.0.0.1/x?a='${scim:header.a}'",
                "http://127.0.0.1/x?$filter=a eq ${backslash:header.a}",
                "http://127.0.0.1/x?$filter=a eq '${backslash:header.a}'",
                "${properties:api}/x?${header.a}=1",
                "sql:select '${header.a}'")) {
            List<String> refusals = forecast(template).refusals();

            assertThat(refusals).as(template).hasSize(1);
            assertThat(refusal(template)).as(template).isEqualTo(refusals.get(0));
        }
    }

    @Test
    void anEndpointThatNoRouteNamesIsForeseenByHowItBegins() {
        Forecast forecast = forecast("file:outbox/${header.kind}?fileName=a");

        assertThat(forecast.named()).singleElement().satisfies(named -> {
            assertThat(named.prefix()).isEqualTo("file:outbox/");
            assertThat(refusal("file:outbox/${header.kind}?fileName=a")).isEqualTo(named.refusal());
        });
    }

    @Test
    void ofWhatMayBeSentNothingIsForeseen() {
        for (String template : List.of(
                "{{api}}/x/${header.a}",
                "{{api}}/${segments:header.path}?${query:header.query}",
                "{{api}}/x?httpMethod=${method:header.verb:POST}",
                "{{api}}/x?$filter=a eq '${header.a}'",
                "{{api}}/x?a=\"${json:header.a}\"")) {
            assertThat(forecast(template.replace("{{api}}", "http://127.0.0.1")).refusals())
                    .as(template)
                    .isEmpty();
            assertThat(refusal(template)).as(template).isEmpty();
        }
    }

    private static Forecast forecast(String template) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("api", "http://127.0.0.1");
        return Forecast.target(context, template);
    }

    private static String refusal(String template) {
        String route = """
                - route:
                    from:
                      uri: direct:a
                      steps:
                        - process: { ref: oauth.graph }
                        - toD: '%s'
                """.formatted(template.replace("'", "''"));
        try (GuardedCamel camel = GuardedCamel.with(route)) {
            Exchange sent = camel.send("direct:a", "{}", HEADERS);
            return GuardedCamel.refusal(sent);
        }
    }
}
