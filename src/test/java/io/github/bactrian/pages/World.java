package io.github.bactrian.pages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An issuer, two APIs on loopback (the profile {@code graph} may go to the first), and a Camel context with YAML routes. */
final class World implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    @Override
    public void beforeEach(ExtensionContext test) {
        reset();
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        close();
    }

    final TestIssuer issuer = new TestIssuer();
    final WireMockServer api = api();
    final WireMockServer other = api();
    private CamelContext camel = new DefaultCamelContext();
    private ProducerTemplate template = camel.createProducerTemplate();

    private static WireMockServer api() {
        WireMockServer server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        return server;
    }

    void reset() {
        issuer.reset();
        api.resetAll();
        other.resetAll();
    }

    String url() {
        return api.baseUrl();
    }

    /** @param url path and query */
    void page(String url, String body) {
        page(url, json(body));
    }

    void page(String url, ResponseDefinitionBuilder answer) {
        api.stubFor(get(urlEqualTo(url)).willReturn(answer));
    }

    static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    /** A page of OData with a link to the next one. */
    void odata(String url, String next, String items) {
        page(url, "{\"@odata.nextLink\":\"" + url() + next + "\",\"value\":[" + items + "]}");
    }

    /** Replaces the Camel context by a started one. */
    World start(String yaml, Object... beans) throws Exception {
        camel.stop();
        camel = context(yaml, beans);
        template = camel.createProducerTemplate();
        return this;
    }

    CamelContext context(String yaml, Object... beans) throws Exception {
        CamelContext context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("api.url", url());
        properties.setProperty("graph.url", url());
        context.getPropertiesComponent().setInitialProperties(properties);
        for (Object bean : beans) {
            context.getRegistry().bind(bean.getClass().getSimpleName(), bean);
        }
        Map<String, String> profile = new TreeMap<>(issuer.profile("graph", api.baseUrl()));
        OAuth.install(context, profile, Clock.systemUTC());
        AuthorizedHttp.install(context);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.camel.yaml", yaml));
        context.start();
        return context;
    }

    /** The route {@code direct:start}, which splits by the expression; each item goes to {@code mock:item}. */
    static String splitting(String expression) {
        return splitting(expression, "");
    }

    /** @param options of the split, such as {@code stopOnException: true,} */
    static String splitting(String expression, String options) {
        return """
                - route:
                    from:
                      uri: direct:start
                      steps:
                        - process: { ref: oauth.graph }
                        - split:
                            streaming: true
                            %s
                            expression: { language: { language: pages, expression: "%s" } }
                            steps:
                              - to: mock:item
                        - to: mock:end
                """.formatted(options, expression);
    }

    /** Runs the route {@code direct:start}; the exchange tells how it ended. */
    Exchange run() {
        return template.send("direct:start", exchange -> {});
    }

    Exchange run(String expression) throws Exception {
        start(splitting(expression));
        return run();
    }

    CamelContext camel() {
        return camel;
    }

    ProducerTemplate template() {
        return template;
    }

    MockEndpoint mock(String name) {
        return camel.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    /** The items that reached {@code mock:item}. */
    List<Object> items() {
        return mock("item").getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody())
                .toList();
    }

    /** The ids of the items that reached {@code mock:item}. */
    List<Object> ids() {
        return items().stream()
                .<Object>map(item -> ((Map<?, ?>) item).get("id"))
                .toList();
    }

    /** What the API was asked, in order: paths with queries. */
    List<String> asked() {
        return requests().stream().map(LoggedRequest::getUrl).toList();
    }

    List<LoggedRequest> requests() {
        return api.findAll(anyRequestedFor(anyUrl()));
    }

    @Override
    public void close() {
        camel.stop();
        issuer.close();
        api.stop();
        other.stop();
    }
}
