package io.github.bactrian.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {

    private static final String DELTA = "delta:users {{graph.url}}/users/delta";
    private static final DeltaName NAME = new DeltaName("users", "graph", "");

    @RegisterExtension
    static final World world = new World();

    @TempDir
    private Path directory;

    private SqliteDeltaLinks links;

    /** Everything is on two pages; then one user has changed; then nothing. */
    @BeforeEach
    void reset() {
        links = new SqliteDeltaLinks(directory.resolve("data/ledger.db"));
        world.odata("/users/delta", "/users/delta?$skiptoken=s", "{\"id\":1}");
        last("/users/delta?$skiptoken=s", "a", "{\"id\":2}");
        last("/users/delta?$deltatoken=a", "b", "{\"id\":3}");
        last("/users/delta?$deltatoken=b", "c", "");
    }

    private static void last(String url, String token, String items) {
        world.page(
                url,
                "{\"value\":[" + items + "],\"@odata.deltaLink\":\"" + world.url() + "/users/delta?$deltatoken=" + token
                        + "\"}");
    }

    private void start(String before, String options) throws Exception {
        world.start(before + World.splitting(DELTA, options), links);
    }

    private Optional<String> kept() {
        return links.find(NAME).map(link -> link.link().replaceFirst(".*=", ""));
    }

    private static void failAt(String endpoint) {
        world.mock(endpoint)
                .whenAnyExchangeReceived(exchange -> exchange.setException(new IllegalStateException("no")));
    }

    @Test
    void theFirstRunReadsEverythingAndTheNextOnlyWhatHasChanged() throws Exception {
        start("", "");

        Exchange first = world.run();
        Exchange second = world.run();
        Exchange third = world.run();

        assertThat(world.ids()).containsExactly(1, 2, 3);
        assertThat(first.getProperty(DeltaStart.FULL_SYNC)).isEqualTo(true);
        assertThat(second.getProperty(DeltaStart.FULL_SYNC)).isEqualTo(false);
        assertThat(third.getException()).isNull();
        assertThat(kept()).contains("c");
    }

    @Test
    void itemsKnowWhetherEverythingComes() throws Exception {
        start("", "");

        world.run();
        world.run();

        assertThat(world.mock("item").getExchanges())
                .extracting(item -> item.getProperty(DeltaStart.FULL_SYNC))
                .containsExactly(true, true, false);
    }

    @Test
    void theLinkIsNotAdvancedWhenAnItemHasFailedHandledOrNot() throws Exception {
        String handled = "- onException: { exception: [ java.lang.IllegalStateException ], handled: { constant: true },"
                + " steps: [ { to: mock:handled } ] }\n";
        String continued = handled.replace("handled: {", "continued: {").replace("IllegalState", "IllegalState");
        String letters = "- errorHandler: { deadLetterChannel: { deadLetterUri: mock:dead,"
                + " redeliveryPolicy: { maximumRedeliveries: 1, redeliveryDelay: 1 } } }\n";
        for (String before : new String[] {"", handled, continued, letters}) {
            for (String options : new String[] {
                "",
                "stopOnException: true",
                "parallelProcessing: true",
                "shareUnitOfWork: true",
                "aggregationStrategy: \"#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy\""
            }) {
                start(before, options);
                failAt("item");

                world.run();

                assertThat(kept()).as(before + options).isEmpty();
            }
        }
        start("", "");
        world.run();
        assertThat(kept()).contains("a");
    }

    @Test
    void theLinkIsNotAdvancedWhenAnItemsFailureWasCaughtByTheRoute() throws Exception {
        world.start(
                World.splitting(DELTA)
                        .replace(
                                "- to: mock:item",
                                "- doTry: { steps: [ { to: mock:item } ], doCatch: [ { exception:"
                                        + " [ java.lang.IllegalStateException ], steps: [ { to: mock:caught } ] } ] }"),
                links);
        failAt("item");

        Exchange ended = world.run();

        assertThat(ended.getException()).isNull();
        assertThat(world.mock("caught").getReceivedCounter()).isEqualTo(2);
        assertThat(kept()).isEmpty();
    }

    @Test
    void anItemThatSucceedsWhenItIsTriedAgainHasNotFailed() throws Exception {
        start(
                "- errorHandler: { deadLetterChannel: { deadLetterUri: mock:dead,"
                        + " redeliveryPolicy: { maximumRedeliveries: 1, redeliveryDelay: 1 } } }\n",
                "");
        world.mock("item").whenExchangeReceived(1, exchange -> exchange.setException(new IllegalStateException("no")));

        assertThat(world.run().getException()).isNull();
        assertThat(world.mock("dead").getReceivedCounter()).isZero();
        assertThat(kept()).contains("a");
    }

    @Test
    void theLinkIsNotAdvancedWhenAStepBehindTheSplitFails() throws Exception {
        for (String before : new String[] {
            "",
            "- onException: { exception: [ java.lang.IllegalStateException ], handled: { constant: true },"
                    + " steps: [ { to: mock:handled } ] }\n"
        }) {
            start(before, "");
            failAt("end");

            world.run();

            assertThat(world.ids()).containsExactly(1, 2);
            assertThat(kept()).as(before).isEmpty();
        }
    }

    @Test
    void anExpiredLinkLeadsToAFullSyncThatSaysSoAndTombstonesPassThrough() throws Exception {
        start("", "");
        world.run();
        for (String[] refusal : new String[][] {
            {"410", "resyncRequired"}, {"400", "syncStateNotFound"}, {"400", "expiredToken"}, {"410", ""}
        }) {
            world.page(
                    "/users/delta?$deltatoken=a",
                    World.json("{\"error\":{\"code\":\"" + refusal[1] + "\"}}")
                            .withStatus(Integer.parseInt(refusal[0])));
            world.mock("item").reset();

            Exchange full = world.run();

            assertThat(full.getException()).isNull();
            assertThat(full.getProperty(DeltaStart.FULL_SYNC)).isEqualTo(true);
            assertThat(world.ids()).containsExactly(1, 2);
            assertThat(kept()).contains("a");
        }
        last("/users/delta?$deltatoken=a", "b", "{\"id\":2,\"@removed\":{\"reason\":\"changed\"}}");
        world.mock("item").reset();
        world.run();
        assertThat(world.items()).containsExactly(Map.of("id", 2, "@removed", Map.of("reason", "changed")));
    }

    @Test
    void aResyncThatIsDemandedMidwayIsAnErrorAndTheNextRunIsFull() throws Exception {
        start("", "");
        world.run();
        world.odata("/users/delta?$deltatoken=a", "/users/delta?$skiptoken=gone", "{\"id\":3}");
        world.page("/users/delta?$skiptoken=gone", World.json("{}").withStatus(410));

        Exchange broken = world.run();
        assertThat(broken.getException()).isInstanceOf(PageExpiredException.class);
        assertThat(kept()).isEmpty();

        assertThat(world.run().getProperty(DeltaStart.FULL_SYNC)).isEqualTo(true);
        assertThat(kept()).contains("a");
    }

    @Test
    void anyOtherErrorKeepsTheLink() throws Exception {
        start("", "");
        world.run();
        world.page("/users/delta?$deltatoken=a", World.json("{}").withStatus(500));

        assertThat(world.run().getException()).isInstanceOf(PagesException.class);
        assertThat(kept()).contains("a");
    }

    @Test
    void anotherUrlForTheSameNameIsAFullSync() throws Exception {
        start("", "");
        world.run();
        last("/users/delta?$select=id", "z", "{\"id\":1}");
        world.start(World.splitting(DELTA + "?$select=id"), links);

        assertThat(world.run().getProperty(DeltaStart.FULL_SYNC)).isEqualTo(true);
        assertThat(kept()).contains("z");
    }

    @Test
    void twoReadersOfOneNameDoNotMeet() throws Exception {
        start("", "");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world.mock("item").whenExchangeReceived(1, exchange -> {
            reading.countDown();
            go.await();
        });
        CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(world::run);
        reading.await();

        assertThat(world.run().getException(PagesException.class))
                .hasMessageContaining("delta:users of oauth.graph is being read by route");

        CamelContext elsewhere = world.context(World.splitting(DELTA), links);
        elsewhere.createProducerTemplate().send("direct:start", exchange -> {});
        elsewhere.createProducerTemplate().send("direct:start", exchange -> {});
        assertThat(elsewhere.getEndpoint("mock:item", MockEndpoint.class).getReceivedCounter())
                .isEqualTo(3);
        elsewhere.stop();
        go.countDown();

        assertThat(first.get().getException()).isNull();
        assertThat(kept()).contains("b");
    }

    @Test
    void aDeltaQueryWithoutDeltaLinkIsAnError() throws Exception {
        world.page("/users/delta", "{\"value\":[]}");
        start("", "");

        assertThat(world.run().getException()).hasMessageContaining("no @odata.deltaLink: is this a delta query?");
    }

    @Test
    void withoutAStoreItIsSaidWhatToBind() throws Exception {
        world.start(World.splitting(DELTA));

        assertThat(world.run().getException())
                .hasMessageContaining("nothing keeps the link of delta:users; bind a DeltaLinks in Camel's registry");
    }
}
