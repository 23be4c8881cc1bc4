package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Executor THREADS = task -> new Thread(task).start();

    private final SettableTime time = new SettableTime();

    private Gate gate(Map<String, String> settings) {
        return new Gate("oauth.graph", CallSettings.read(new Settings("oauth.graph.call.", settings)), time);
    }

    private Gate gate() {
        return gate(Map.of());
    }

    private Instant in(Duration duration) {
        return time.now().plus(duration);
    }

    private Gate.Pass enter(Gate gate) {
        try {
            return gate.enter(in(Duration.ofMinutes(5)));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void refuse(Gate gate, Duration retryAfter) {
        gate.refused(enter(gate), Optional.of(in(retryAfter)));
    }

    private List<CompletableFuture<Gate.Pass>> callers(Gate gate, int number) {
        List<CompletableFuture<Gate.Pass>> callers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            callers.add(CompletableFuture.supplyAsync(() -> enter(gate), THREADS));
        }
        return callers;
    }

    private void awaitWaiting(int number) {
        await().until(() -> time.waiting.get() == number);
    }

    private static long admitted(List<CompletableFuture<Gate.Pass>> callers) {
        return callers.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    void anOpenGateLetsEveryonePass() {
        Gate gate = gate();
        assertThat(List.of(enter(gate), enter(gate), enter(gate))).noneMatch(Gate.Pass::probe);
    }

    @Test
    void oneRefusalHoldsEveryoneAndOneProbeOpensForAll() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        List<CompletableFuture<Gate.Pass>> callers = callers(gate, 8);
        awaitWaiting(8);
        time.advance(Duration.ofSeconds(31));
        await().until(() -> admitted(callers) == 1 && time.waiting.get() == 7);
        Gate.Pass probe = callers.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
        gate.answered(probe);
        await().until(() -> admitted(callers) == 8);
        assertThat(probe.probe()).isTrue();
    }

    @Test
    void aRefusedProbeClosesTheGateAgain() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        refuse(gate, Duration.ofSeconds(40));
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(in(Duration.ofSeconds(1))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofSeconds(40)));
    }

    @Test
    void aFailedProbeLetsTheNextOneProbe() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        gate.failed(enter(gate));
        assertThat(enter(gate).probe()).isTrue();
    }

    @Test
    void aWaitBeyondTheDeadlineHoldsNoThread() {
        Gate gate = gate();
        refuse(gate, Duration.ofHours(24));
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(in(Duration.ofMinutes(5))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofHours(24)));
        assertThat(held.needsAction()).isFalse();
    }

    @Test
    void refusalsWithoutATimeBackOffMoreEachTime() {
        Gate gate = gate();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gate.refused(enter(gate), Optional.empty());
            Instant now = time.now();
            ThrottledException held = catchThrowableOfType(ThrottledException.class, () -> gate.enter(now));
            waits.add(Duration.between(now, held.retryAt()));
            time.advance(waits.get(i));
        }
        assertThat(waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200));
        assertThat(waits.get(3)).isBetween(Duration.ofSeconds(8), Duration.ofMillis(9600));
    }

    @Test
    void refusalsOfCallsThatWereUnderWayCountOnce() {
        Gate gate = gate();
        List<Gate.Pass> underWay = List.of(enter(gate), enter(gate), enter(gate));
        underWay.forEach(pass -> gate.refused(pass, Optional.empty()));
        ThrottledException held = catchThrowableOfType(ThrottledException.class, () -> gate.enter(time.now()));
        assertThat(held.retryAt()).isBefore(in(Duration.ofMillis(1201)));
    }

    @Test
    void aLateSuccessDoesNotOpenAClosedGate() {
        Gate gate = gate();
        Gate.Pass slow = enter(gate);
        refuse(gate, Duration.ofHours(1));
        gate.answered(slow);
        assertThatThrownBy(() -> gate.enter(in(Duration.ofMinutes(1)))).isInstanceOf(ThrottledException.class);
    }

    @Test
    void releasedCallersReturnAsNotSent() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        List<CompletableFuture<Gate.Pass>> callers = callers(gate, 2);
        awaitWaiting(2);
        gate.release(false);
        assertThat(callers)
                .allSatisfy(caller -> assertThatThrownBy(caller::join).hasCauseInstanceOf(CallNotSentException.class));
    }

    @Test
    void noMoreCallsThanAllowedAreInFlight() {
        Gate gate = gate(Map.of("max-in-flight", "2"));
        Gate.Pass first = enter(gate);
        Gate.Pass second = enter(gate);
        List<CompletableFuture<Gate.Pass>> third = callers(gate, 1);
        awaitWaiting(1);
        assertThat(admitted(third)).isZero();
        gate.answered(first);
        await().until(() -> admitted(third) == 1);
        gate.answered(second);
    }

    @Test
    void callsKeepTheirPace() {
        Gate gate = gate(Map.of("rate", "2/s"));
        enter(gate);
        List<CompletableFuture<Gate.Pass>> second = callers(gate, 1);
        awaitWaiting(1);
        time.advance(Duration.ofMillis(500));
        await().until(() -> admitted(second) == 1);
        assertThat(second).hasSize(1);
    }
}
