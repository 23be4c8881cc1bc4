package io.github.bactrian.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that is followed, as Graph does it. */
class SandboxDeltaTest {

    private static final String USER = """
            {"accountEnabled": true, "displayName": "%1$s", "mailNickname": "%1$s",
             "userPrincipalName": "%1$s@contoso.example", "passwordProfile": {"password": "correct-Horse-1"}}""";

    @TempDir
    private Path directory;

    @Test
    void everyChangeArrivesOnceAndAResyncTellsWhoIsLeft() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory));
                DefaultCamelContext context = new DefaultCamelContext()) {
            start(context, sandbox);
            ProducerTemplate template = context.createProducerTemplate();
            for (String name : List.of("ada", "bob", "eve")) {
                template.sendBody("direct:create", USER.formatted(name));
            }

            assertThat(follow(context, true)).containsExactly("ada", "bob", "eve");
            assertThat(follow(context, false)).isEmpty();
            template.sendBody("direct:create", USER.formatted("dan"));
            template.sendBody("direct:delete", "");
            assertThat(follow(context, false)).containsExactly("dan", "removed");
            sandbox.expireDeltaTokens();
            assertThat(follow(context, true)).containsExactly("ada", "eve", "dan");
        }
    }

    private void start(DefaultCamelContext context, Sandbox sandbox) throws Exception {
        OAuth.install(
                context,
                Map.of(
                        "oauth.graph.tenant-id", sandbox.app().tenantId(),
                        "oauth.graph.client-id", sandbox.app().clientId(),
                        "oauth.graph.client-secret", sandbox.app().clientSecret(),
                        "oauth.graph.authority-host", sandbox.issuer().toString(),
                        "oauth.graph.scope", sandbox.resource() + "/.default",
                        "oauth.graph.ca-file", sandbox.caFile().toString(),
                        "oauth.graph.hosts",
                                "http://127.0.0.1:" + sandbox.directory().getPort()));
        AuthorizedHttp.install(context);
        context.getRegistry().bind("links", new SqliteDeltaLinks(directory.resolve("ledger.db")));
        String users = sandbox.directory() + "/users";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:create")
                        .process("oauth.graph")
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .to(users + "?httpMethod=POST");
                from("direct:delete").process("oauth.graph").to(users + "/bob@contoso.example?httpMethod=DELETE");
                from("direct:follow")
                        .process("oauth.graph")
                        .setHeader("Prefer", constant("odata.maxpagesize=2"))
                        .split()
                        .language("pages", "delta:users " + users + "/delta?$select=displayName")
                        .streaming()
                        .to("mock:user")
                        .end();
            }
        });
        context.start();
    }

    private static List<String> follow(DefaultCamelContext context, boolean full) {
        MockEndpoint user = context.getEndpoint("mock:user", MockEndpoint.class);
        user.reset();
        Exchange ended = context.createProducerTemplate().send("direct:follow", exchange -> {});
        assertThat(ended.getException()).isNull();
        assertThat(ended.getProperty(DeltaStart.FULL_SYNC)).isEqualTo(full);
        return user.getExchanges().stream()
                .map(exchange -> exchange.getMessage().getBody(Map.class))
                .map(each -> each.containsKey("@removed")
                        ? "removed"
                        : each.get("displayName").toString())
                .toList();
    }
}
