package io.github.bactrian.imports;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parameters of an import promise over days and weeks. The clock stands at noon UTC of a Sunday. */
class ParametersTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String CALL = """
            - setBody: { simple: "${header.CamelImportRows}" }
            - to: { uri: "%s/rows", parameters: { httpMethod: POST } }
            """;

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private final WireMockServer api = new WireMockServer(
            WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());

    @BeforeEach
    void start() {
        api.start();
        answer(201);
    }

    @AfterEach
    void stop() {
        api.stop();
    }

    @Test
    void filesAreKeptForTheirTimeAndTheSameBytesAreStillRecognisedThen() throws Exception {
        try (RunningImport users = run("keep: 30d")) {
            users.drop("new.csv", rows(2));
            String id = users.receipt("done", "new.csv").at("/job").textValue();
            await().atMost(LONGEST).until(() -> status(users, id).equals("done"));

            advance(users, Duration.ofDays(30).minusMinutes(1));
            users.drop("other.csv", rows(3));
            users.receipt("done", "other.csv");
            assertThat(users.file("done", "new.csv")).exists();
            advance(users, Duration.ofMinutes(20));

            await().atMost(LONGEST).until(() -> users.find("done", "new.csv").isEmpty());
            assertThat(users.find("done", "new.csv.receipt.json")).isEmpty();
            assertThat(users.find("done", "other.csv")).hasSize(1);
            users.drop("again.csv", rows(2));
            assertThat(users.receipt("done", "again.csv").at("/status").textValue())
                    .isEqualTo("skipped");
        }
    }

    @Test
    void filesWithUnknownRowsStayUntilTheseAreSettledHoweverOldTheyAre() throws Exception {
        answer(500);
        try (RunningImport users = run("keep: 1d")) {
            users.drop("new.csv", rows(1));
            String id = users.receipt("done", "new.csv").at("/job").textValue();
            await().atMost(LONGEST).until(() -> status(users, id).equals("done-with-unknown"));
            advance(users, Duration.ofDays(300));
            users.drop("other.csv", rows(2));
            users.receipt("done", "other.csv");
            assertThat(users.file("unknown", "new.csv")).exists();
            assertThat(users.file("done", "new.csv")).exists();

            users.component().settle(id, Settlement.DONE);
            advance(users, Duration.ofMinutes(11));

            await().atMost(LONGEST).until(() -> users.find("done", "new.csv").isEmpty());
        }
    }

    @Test
    void aPauseIsToldAfterAMinuteOncePerPauseAndAtMostOnceAnHour() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        answer(408);
        try (RunningImport users = run("onPause: \"seda:told\"")) {
            users.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:told").process(exchange -> told.add(line(exchange)));
                }
            });
            users.drop("new.csv", rows(1));
            awaitPause(users);
            advanceAndAwaitCall(users, Duration.ofSeconds(20));
            assertThat(told).isEmpty();

            advance(users, Duration.ofSeconds(60));
            await().atMost(LONGEST).until(() -> !told.isEmpty());
            assertThat(told.get(0)).startsWith("users new.csv paused");
            advanceAndAwaitCall(users, Duration.ofHours(3));
            assertThat(told).hasSize(1);

            answer(201);
            advanceAndAwaitCall(users, Duration.ofMinutes(2));
            users.receipt("done", "new.csv");
            answer(408);
            users.drop("next.csv", rows(2));
            awaitPause(users);
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(() -> {
                advance(users, Duration.ofSeconds(30));
                return told.size() == 2;
            });
        }
    }

    private static String line(Exchange exchange) {
        return exchange.getMessage().getHeader("CamelImportName") + " "
                + exchange.getMessage().getHeader("CamelImportFile") + " "
                + exchange.getMessage().getHeader("CamelImportStatus") + " "
                + exchange.getMessage().getBody(String.class);
    }

    @Test
    void outsideItsWindowAnImportTakesNothingAndSaysUntilWhen() throws Exception {
        try (Logged log = Logged.by(Opening.class);
                RunningImport users = run("window: 20:00-06:00 Europe/Amsterdam")) {
            users.drop("new.csv", rows(1));
            await().atMost(LONGEST).until(() -> !log.lines().isEmpty());
            assertThat(log.lines())
                    .containsExactly("Import users waits for its window, until 2026-11-22 20:00 Europe/Amsterdam");
            advance(users, Duration.ofHours(7).minusSeconds(1));
            assertThat(home.resolve("inbox/new.csv")).exists();
            assertThat(calls()).isZero();

            advance(users, Duration.ofSeconds(1));

            users.receipt("done", "new.csv");
        }
    }

    @Test
    void aJobIsPutDownWhenItsWindowClosesInTheMorningAndGoesOnInTheEvening() throws Exception {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201).withFixedDelay(20)));
        clock.advance(Duration.ofHours(7));
        try (RunningImport users = run("window: 20:00-06:00 Europe/Amsterdam", "parallel: 1")) {
            users.drop("new.csv", rows(300));
            await().atMost(LONGEST).until(() -> calls() > 10);

            advance(users, Duration.ofHours(10));

            String id = users.component().jobs().get(0).receipt().job();
            await().atMost(LONGEST)
                    .until(() -> String.valueOf(users.component().job(id).waitsFor())
                            .contains("its window, until 2026-11-23 20:00 Europe/Amsterdam"));
            int before = calls();
            assertThat(before).isLessThan(300);
            answer(201);
            advance(users, Duration.ofHours(14));
            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(300);
            assertThat(calls()).isEqualTo(300);
        }
    }

    @Test
    void aWindowThatWouldOpenAtATimeThatClocksLeaveOutOpensAtTheChange() throws Exception {
        // on 2027-03-28 clocks go from 02:00 to 03:00 in Amsterdam, which is 01:00 UTC
        clock.advance(Duration.between(clock.instant(), Instant.parse("2027-03-28T00:59:59Z")));
        try (Logged log = Logged.by(Opening.class);
                RunningImport users = run("window: Sun 02:30-04:00 Europe/Amsterdam")) {
            users.drop("new.csv", rows(1));
            await().atMost(LONGEST).until(() -> !log.lines().isEmpty());
            assertThat(log.lines()).first().asString().endsWith("until 2027-03-28 03:00 Europe/Amsterdam");
            assertThat(calls()).isZero();

            advance(users, Duration.ofSeconds(1));

            users.receipt("done", "new.csv");
        }
    }

    @Test
    void aPauseThatIsLongerThanMaxPauseStopsTheJobWhichGoesOnWhenTheSameFileIsDropped() throws Exception {
        answer(408);
        try (RunningImport users = run("maxPause: 2h")) {
            users.drop("new.csv", rows(1));
            awaitPause(users);
            advanceAndAwaitCall(users, Duration.ofMinutes(115));
            advance(users, Duration.ofMinutes(10));

            JsonNode receipt = users.receipt(".work", "new.csv");
            assertThat(receipt.at("/status").textValue()).isEqualTo("stopped");
            assertThat(receipt.at("/reason").textValue()).startsWith("paused for more than maxPause=2h");
            answer(201);
            users.drop("new.csv", rows(1));
            assertThat(users.receipt("done", "new.csv").at("/job")).isEqualTo(receipt.at("/job"));
        }
    }

    @Test
    void aPauseThatAWindowInterruptsIsCountedAnew() throws Exception {
        answer(408);
        try (RunningImport users = run("maxPause: 12h", "window: 00:00-23:00 UTC")) {
            users.drop("new.csv", rows(1));
            awaitPause(users);
            advanceAndAwaitCall(users, Duration.ofHours(10));
            String id = users.component().jobs().get(0).receipt().job();
            advance(users, Duration.ofHours(1));
            await().atMost(LONGEST)
                    .until(() ->
                            String.valueOf(users.component().job(id).waitsFor()).contains("its window"));
            advanceAndAwaitCall(users, Duration.ofMinutes(90));
            awaitPause(users);

            advanceAndAwaitCall(users, Duration.ofHours(11));
            assertThat(status(users, id)).isEqualTo("running");
            advance(users, Duration.ofHours(2));

            assertThat(users.receipt(".work", "new.csv").at("/status").textValue())
                    .isEqualTo("stopped");
        }
    }

    @Test
    void aShareOfRejectsStopsAJobOfChunksAfterAHundredRows() throws Exception {
        answer(400);
        try (RunningImport users = run("chunk: 20", "maxRejects: 10%", "parallel: 1")) {
            users.drop("new.csv", rows(1000));

            JsonNode receipt = users.receipt(".work", "new.csv");

            assertThat(receipt.at("/reason").textValue()).contains("maxRejects=10%");
            assertThat(receipt.at("/rows/rejected").intValue()).isBetween(100, 140);
        }
    }

    @Test
    void theSameBytesAreImportedAgainWhereTheImportSaysSo() throws Exception {
        try (RunningImport users = run("sameContent: run")) {
            users.drop("new.csv", rows(2));
            users.receipt("done", "new.csv");
            users.drop("again.csv", rows(2));

            assertThat(users.receipt("done", "again.csv").at("/rows/done").intValue())
                    .isEqualTo(2);
            assertThat(calls()).isEqualTo(4);
        }
    }

    @Test
    void aHeaderAloneAndBlankLinesAtTheEndAreNoRowsAndTheReceiptSaysSo() throws Exception {
        try (RunningImport users = run()) {
            users.drop("header.csv", "mail,name\n");
            users.drop("blank.csv", "mail,name\na@x.example,A\n\n\r\n\n");

            JsonNode header = users.receipt("done", "header.csv");
            assertThat(header.at("/status").textValue()).isEqualTo("done");
            assertThat(header.at("/rows/read").intValue()).isZero();
            assertThat(header.at("/reason").textValue()).isEqualTo("the file holds no rows");
            assertThat(users.receipt("done", "blank.csv").at("/rows").toString())
                    .isEqualTo("{\"read\":1,\"done\":1,\"rejected\":0,\"skipped\":0,\"unknown\":0}");
        }
    }

    private void answer(int status) {
        api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    }

    private RunningImport run(String... parameters) throws Exception {
        return RunningImport.withoutIdentity(home, clock, CALL.formatted(api.baseUrl()), parameters);
    }

    private static void awaitPause(RunningImport users) {
        await().atMost(LONGEST).until(() -> users.component().progress().stream()
                .anyMatch(job -> job.state().equals("paused")));
    }

    private void advance(RunningImport users, Duration time) throws IOException {
        clock.advance(time);
        users.component().clockWasSet();
    }

    private void advanceAndAwaitCall(RunningImport users, Duration time) throws IOException {
        int before = calls();
        advance(users, time);
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(() -> {
            advance(users, Duration.ofSeconds(2));
            return calls() > before;
        });
    }

    private int calls() {
        return api.findAll(anyRequestedFor(anyUrl())).size();
    }

    private static String status(RunningImport users, String id) throws Exception {
        return users.component().job(id).receipt().status();
    }

    private static String rows(int count) {
        return "mail,name\n"
                + IntStream.rangeClosed(1, count)
                        .mapToObj(i -> "user" + i + "@x.example,User " + i + "\n")
                        .collect(Collectors.joining());
    }
}
