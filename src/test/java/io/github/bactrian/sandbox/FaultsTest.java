package io.github.bactrian.sandbox;

import static io.github.bactrian.sandbox.SandboxClient.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.bactrian.sandbox.SandboxClient.Answer;
import io.github.bactrian.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

    private static final When POST = Fault.on("POST", "/v1.0/users");

    @TempDir
    static Path directory;

    static SettableClock clock = new SettableClock();
    static Sandbox sandbox;
    static SandboxClient client;
    static String token;

    @BeforeAll
    static void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withClock(clock).withTokenLifetime(Duration.ofDays(365)));
        client = new SandboxClient(sandbox);
        token = client.token();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void startAnew() {
        sandbox.reset();
    }

    @Test
    void afterFromEveryAndCountTheFaultIsOver() throws Exception {
        sandbox.faults()
                .set(Fault.on("GET", "/v1.0/users").from(2).every(3).count(2).answer(503));

        assertThat(statuses(9)).containsExactly(200, 503, 200, 200, 503, 200, 200, 200, 200);
    }

    @Test
    void aTimeSpanStartsWithTheFirstRequestMeant() throws Exception {
        sandbox.faults()
                .set(Fault.on("*", "/v1.0")
                        .from(2)
                        .lasting(Duration.ofSeconds(3))
                        .answer(503));

        assertThat(statuses(1)).containsExactly(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(statuses(2)).containsExactly(503, 503);
        clock.advance(Duration.ofSeconds(3));
        assertThat(statuses(1)).containsExactly(200);
    }

    @Test
    void anAnswerKeepsTheApisShapeUnlessABodyIsGiven() throws Exception {
        sandbox.faults()
                .set(
                        POST.nth(1).answer(429, Map.of("Retry-After", "7"), null),
                        POST.nth(2).answer(502, Map.of("Content-Type", "text/html"), new TextNode("<h1>Bad</h1>")));

        Answer throttled = client.create(user("ada@contoso.example"), token);
        Answer proxied = client.create(user("ada@contoso.example"), token);

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("7");
        assertThat(throttled.code()).isEqualTo("TooManyRequests");
        assertThat(proxied.status()).isEqualTo(502);
        assertThat(proxied.raw().body()).isEqualTo("<h1>Bad</h1>");
        assertThat(sandbox.userCount()).isZero();
    }

    @Test
    void aConnectionDroppedBeforeActingLeavesNoUser() {
        sandbox.faults().set(POST.nth(1).drop());

        assertThatThrownBy(() -> client.create(user("ada@contoso.example"), token))
                .isInstanceOf(IOException.class);

        assertThat(sandbox.stats().posts("ada@contoso.example")).isEqualTo(new Stats.Posts(1, 0, 0));
        assertThat(sandbox.stats().directory().snapshot().dropped()).isEqualTo(1);
    }

    @Test
    void aConnectionDroppedAfterActingLeavesAUser() throws Exception {
        sandbox.faults().set(POST.nth(1).drop().acting());

        assertThatThrownBy(() -> client.create(user("ada@contoso.example"), token))
                .isInstanceOf(IOException.class);
        Answer again = client.create(user("Ada@contoso.example"), token);

        assertThat(again.message()).startsWith("Another object with the same value");
        assertThat(sandbox.stats().posts("ADA@contoso.example")).isEqualTo(new Stats.Posts(2, 2, 1));
        assertThat(sandbox.stats().processedMoreThanOnce()).containsOnlyKeys("ada@contoso.example");
    }

    @Test
    void anErrorMayHideThatTheUserWasCreated() throws Exception {
        sandbox.faults().set(POST.nth(1).answer(500).acting());

        assertThat(client.create(user("ada@contoso.example"), token).status()).isEqualTo(500);

        assertThat(sandbox.userCount()).isEqualTo(1);
    }

    @Test
    void aDelayedAnswerHoldsUpNoOther() throws Exception {
        sandbox.faults().set(POST.nth(1).delay(Duration.ofMillis(400)));
        long start = System.nanoTime();

        Thread slow = new Thread(() -> {
            try {
                client.create(user("slow@contoso.example"), token);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        slow.start();
        await().until(() -> sandbox.stats().posts("slow@contoso.example").arrived() == 1);
        client.create(user("fast@contoso.example"), token);
        assertThat(sandbox.stats().posts("slow@contoso.example").created()).isZero();
        slow.join();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        assertThat(sandbox.stats().posts("slow@contoso.example").created()).isEqualTo(1);
        assertThat(sandbox.stats().directory().snapshot().mostInFlight()).isEqualTo(2);
    }

    @Test
    void aSlowAnswerMayComeAfterTheEffect() throws Exception {
        sandbox.faults().set(POST.nth(1).delay(Duration.ofMillis(200)).acting());

        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.create(user("ada@contoso.example"), token).status();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        await().until(() -> sandbox.userCount() == 1);
        assertThat(answer).isNotDone();
        assertThat(answer.get()).isEqualTo(201);
    }

    @Test
    void aQuotaAnswersWithTheTimeToItsNextWindow() throws Exception {
        sandbox.faults().set(Fault.on("*", "/v1.0").quota(2, Duration.ofSeconds(10)));

        assertThat(statuses(2)).containsExactly(200, 200);
        clock.advance(Duration.ofMillis(7500));
        Answer throttled = client.get("/users", token);
        clock.advance(Duration.ofMillis(2500));

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("3");
        assertThat(statuses(3)).containsExactly(200, 200, 429);
    }

    @Test
    void theIssuerFailsInItsOwnShape() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/*/oauth2/v2.0/token").nth(1).answer(503));

        Answer failed = client.askToken(client.tokenForm());

        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.body().path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(client.askToken(client.tokenForm()).status()).isEqualTo(200);
    }

    @Test
    void theFirstFaultInTheListHappensAndBothCount() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("GET", "/v1.0/users").nth(1).answer(500),
                        Fault.on("GET", "/v1.0/users").nth(2).answer(502));

        assertThat(statuses(3)).containsExactly(500, 502, 200);
    }

    @Test
    void aFaultThatAnotherOneForestalledHappensNextTime() throws Exception {
        sandbox.faults()
                .set(
                        Fault.on("GET", "/v1.0/users").nth(1).answer(500),
                        Fault.on("GET", "/v1.0/users").nth(1).answer(502));

        assertThat(statuses(3)).containsExactly(500, 502, 200);
    }

    private static List<Integer> statuses(int requests) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(client.get("/users", token).status());
        }
        return statuses;
    }
}
