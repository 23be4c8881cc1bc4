package io.github.bactrian.pages;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.oauth.TestIssuer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PagesLanguageTest {

    private static final String ODATA = "{{graph.url}}/users?$top=2";

    @RegisterExtension
    static final World world = new World();

    private static void threePages() {
        world.odata("/users?$top=2", "/users?$top=2&$skiptoken=a", "{\"id\":1},{\"id\":2}");
        world.odata("/users?$top=2&$skiptoken=a", "/users?$top=2&$skiptoken=b", "{\"id\":3},{\"id\":4}");
        world.page("/users?$top=2&$skiptoken=b", "{\"value\":[{\"id\":5}]}");
    }

    @Test
    void anyCamelContextFindsTheLanguage() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(context.resolveLanguage("pages")).isInstanceOf(PagesLanguage.class);
        }
    }

    @Test
    void everyItemOfEveryPageIsGivenToTheSplitInOrder() throws Exception {
        threePages();

        Exchange ended = world.run(ODATA);

        assertThat(ended.getException()).isNull();
        assertThat(world.ids()).containsExactly(1, 2, 3, 4, 5);
        assertThat(world.mock("end").getReceivedCounter()).isEqualTo(1);
    }

    @Test
    void eachPageIsAskedForWithTheProfilesToken() throws Exception {
        threePages();

        world.run(ODATA);

        assertThat(world.requests()).hasSize(3).allSatisfy(request -> assertThat(request.getHeader("Authorization"))
                .startsWith("Bearer " + TestIssuer.TOKEN_START));
    }

    @Test
    void aPageIsNotFetchedBeforeTheLastItemOfTheOneBeforeIsDue() throws Exception {
        threePages();
        world.start(World.splitting(ODATA));
        List<Integer> requestsSeen = new CopyOnWriteArrayList<>();
        world.mock("item")
                .whenAnyExchangeReceived(
                        exchange -> requestsSeen.add(world.requests().size()));

        world.run();

        assertThat(requestsSeen).containsExactly(1, 2, 2, 3, 3);
    }

    @Test
    void itemsKeepTheMessagesHeadersAndKnowTheLast() throws Exception {
        threePages();
        world.start(World.splitting(ODATA));

        world.template().sendBodyAndHeader("direct:start", "body", "tenantName", "contoso");

        List<Exchange> items = world.mock("item").getExchanges();
        assertThat(items).allSatisfy(item -> assertThat(item.getMessage().getHeader("tenantName"))
                .isEqualTo("contoso"));
        assertThat(items)
                .extracting(item -> item.getProperty(Exchange.SPLIT_COMPLETE))
                .containsExactly(false, false, false, false, true);
    }

    @Test
    void anEmptyPageWithANextLinkIsPassed() throws Exception {
        world.odata("/users?$top=2", "/users?page=2", "");
        world.odata("/users?page=2", "/users?page=3", "{\"id\":1}");
        world.odata("/users?page=3", "/users?page=4", "");
        world.page("/users?page=4", "{\"value\":[]}");

        assertThat(world.run(ODATA).getException()).isNull();
        assertThat(world.ids()).containsExactly(1);
        assertThat(world.asked()).hasSize(4);
    }

    @Test
    void anItemThatFailsEndsTheFetching() throws Exception {
        threePages();
        for (String options : List.of("", "stopOnException: true", "shareUnitOfWork: true")) {
            world.api.resetRequests();
            world.start(World.splitting(ODATA, options));
            world.mock("item")
                    .whenAnyExchangeReceived(exchange -> exchange.setException(new IllegalStateException("no")));

            Exchange ended = world.run();

            assertThat(ended.getException(IllegalStateException.class))
                    .as(options)
                    .hasMessage("no");
            assertThat(world.asked()).as(options).hasSize(1);
            assertThat(world.mock("end").getReceivedCounter()).isZero();
        }
    }

    @Test
    void inParallelAnItemThatFailsEndsTheFetchingSoon() throws Exception {
        for (int page = 1; page < 50; page++) {
            world.odata("/users?page=" + page, "/users?page=" + (page + 1), "{\"id\":1},{\"id\":2}");
        }
        world.start(World.splitting("{{graph.url}}/users?page=1", "parallelProcessing: true"));
        world.mock("item").whenAnyExchangeReceived(exchange -> exchange.setException(new IllegalStateException("no")));

        assertThat(world.run().getException(IllegalStateException.class)).hasMessage("no");
        assertThat(world.asked()).hasSizeLessThan(25);
    }

    @Test
    void aSplitThatStopsOnAHandledFailureDoesNotDrainTheApi() throws Exception {
        threePages();
        world.start("- onException: { exception: [ java.lang.IllegalStateException ], handled: { constant: true },"
                + " steps: [ { to: mock:handled } ] }\n" + World.splitting(ODATA, "stopOnException: true"));
        world.mock("item").whenAnyExchangeReceived(exchange -> exchange.setException(new IllegalStateException("no")));

        world.run();

        assertThat(world.mock("handled").getReceivedCounter()).isEqualTo(1);
        assertThat(world.asked()).hasSize(1);
    }

    @Test
    void afterAHandledFailureTheOtherItemsFollow() throws Exception {
        threePages();
        world.start("- onException: { exception: [ java.lang.IllegalStateException ], handled: { constant: true },"
                + " steps: [ { to: mock:handled } ] }\n" + World.splitting(ODATA));
        world.mock("item").whenAnyExchangeReceived(exchange -> exchange.setException(new IllegalStateException("no")));

        world.run();

        assertThat(world.mock("handled").getReceivedCounter()).isEqualTo(5);
    }

    @Test
    void aSplitThatForgetsFailuresIsToldThatReadingStopped() throws Exception {
        threePages();
        world.start(World.splitting(
                ODATA,
                "aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy\""));
        world.mock("item").whenAnyExchangeReceived(exchange -> {
            if (world.ids().size() == 1) {
                exchange.setException(new IllegalStateException("no"));
            }
        });

        assertThat(world.run().getException()).isNotNull();
        assertThat(world.mock("end").getReceivedCounter()).isZero();
    }

    @Test
    void headersOfTheRouteGoOutAndSteeringOnesDoNot() throws Exception {
        threePages();
        world.start(World.splitting(ODATA));

        world.template()
                .sendBodyAndHeaders(
                        "direct:start",
                        "body",
                        Map.of("ConsistencyLevel", "eventual", "CamelHttpMethod", "DELETE", "CamelHttpPath", "/admin"));

        assertThat(world.requests()).hasSize(3).allSatisfy(request -> assertThat(request.getHeader("ConsistencyLevel"))
                .isEqualTo("eventual"));
    }

    @Test
    void theUrlMayHoldSimpleExpressions() throws Exception {
        world.page("/groups/g1/members", "{\"value\":[{\"id\":1}]}");
        world.start(World.splitting("{{graph.url}}/groups/${header.group}/members"));

        world.template().sendBodyAndHeader("direct:start", "", "group", "g1");

        assertThat(world.ids()).containsExactly(1);
    }

    @Test
    void aLinkOfTheApiCannotReadProperties() throws Exception {
        world.odata("/users?$top=2", "/users?x={{graph.url}}", "{\"id\":1}");
        world.page("/users?x=%7B%7Bgraph.url%7D%7D", "{\"value\":[{\"id\":2}]}");

        assertThat(world.run(ODATA).getException()).isNull();
        assertThat(world.ids()).containsExactly(1, 2);
    }

    @Test
    void aRefusedFirstPageSaysWhatTheApiSaid() throws Exception {
        world.page(
                "/users?$top=2",
                World.json("{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"No such property.\"}}")
                        .withStatus(400));

        Exception failure = world.run(ODATA).getException();

        assertThat(failure)
                .isExactlyInstanceOf(PagesException.class)
                .hasMessage("page 1 of " + world.url() + "/users?$top=…: the API answered 400,"
                        + " Request_BadRequest: No such property.; 0 items were read before")
                .cause()
                .isInstanceOfSatisfying(HttpOperationFailedException.class, cause -> assertThat(cause.getStatusCode())
                        .isEqualTo(400));
    }

    @Test
    void textThatIsNoExpressionIsRefused() {
        PagesLanguage language = new PagesLanguage();
        language.setCamelContext(world.camel());
        for (Map.Entry<String, String> wrong : Map.of(
                        "", "has no URL",
                        "delta:users", "has no URL",
                        "delta: https://api/x", "no name",
                        "ftp://api/x", "not an absolute http or https URL",
                        "/users", "not an absolute http or https URL",
                        "https://api/x | ofset=skip", "unknown option 'ofset'; did you mean offset?",
                        "https://api/x | items=data", "items='data' is not a place in the answer such as /data/items",
                        "https://api/x | offset=a, page=b", "exclude each other",
                        "https://api/x | cursor=a", "needs next=/place/of/the/cursor",
                        "delta:users https://api/x | offset=a", "leave out next, offset and page")
                .entrySet()) {
            assertThatThrownBy(() -> language.createExpression(wrong.getKey()))
                    .as(wrong.getKey())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getValue());
        }
        assertThatThrownBy(() -> language.createExpression("dleta:users ${header.api}/x"))
                .hasMessageContaining("unknown prefix 'dleta:'; only delta:NAME stands before the URL");
        assertThat(world.other.findAll(anyRequestedFor(anyUrl()))).isEmpty();
    }
}
