package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.bactrian.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GateTest {

    private static final String LEARNED = "calls keep to 4 calls in 60 s, as the API's refusals have taught;"
            + " oauth.graph.call.rate overrules that";

    private static final Executor THREADS = task -> new Thread(task).start();

    private final SettableTime time = new SettableTime();

    private Gate gate(Map<String, String> settings) {
        return new Gate(
                "oauth.graph",
                "oauth.graph.call.rate",
                CallSettings.read(new Settings("oauth.graph.call.", settings)),
                time);
    }

    private Gate gate() {
        return gate(Map.of());
    }

    private Instant in(Duration duration) {
        return time.now().plus(duration);
    }

    private Admission.Pass enter(Gate gate) {
        try {
            return gate.enter(new Patience(Duration.ofMinutes(5)));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void refuse(Gate gate, Duration retryAfter) {
        gate.refused(enter(gate), Optional.of(in(retryAfter)), " (request-id 7c1f)");
    }

    private List<CompletableFuture<Admission.Pass>> callers(Gate gate, int number) {
        List<CompletableFuture<Admission.Pass>> callers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            callers.add(CompletableFuture.supplyAsync(() -> enter(gate), THREADS));
        }
        return callers;
    }

    private void awaitWaiting(int number) {
        await().until(() -> time.waiting.get() == number);
    }

    private static long admitted(List<CompletableFuture<Admission.Pass>> callers) {
        return callers.stream().filter(CompletableFuture::isDone).count();
    }

    @Test
    void anOpenGateLetsEveryonePass() {
        Gate gate = gate();
        assertThat(List.of(enter(gate), enter(gate), enter(gate))).noneMatch(Admission.Pass::probe);
    }

    @Test
    void oneRefusalHoldsEveryoneAndOneProbeOpensForAll() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        List<CompletableFuture<Admission.Pass>> callers = callers(gate, 8);
        awaitWaiting(8);
        time.advance(Duration.ofSeconds(31));
        await().until(() -> admitted(callers) == 1 && time.waiting.get() == 7);
        Admission.Pass probe = callers.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
        List<CompletableFuture<Void>> later = callers.stream()
                .filter(caller -> !caller.isDone())
                .map(caller -> caller.thenAccept(pass -> gate.accepted(pass, Limits.NONE)))
                .toList();
        gate.accepted(probe, Limits.NONE);
        await().until(() -> later.stream().allMatch(CompletableFuture::isDone));
        assertThat(probe.probe()).isTrue();
    }

    @Test
    void aRefusedProbeClosesTheGateAgain() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        refuse(gate, Duration.ofSeconds(40));
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ofSeconds(1))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofSeconds(40)));
        assertThat(held).hasMessageEndingWith("call.max-wait allows (request-id 7c1f)");
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
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ofMinutes(5))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofHours(24)));
        assertThat(held.needsAction()).isFalse();
    }

    @Test
    void refusalsWithoutATimeBackOffMoreEachTime() {
        Gate gate = gate();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            gate.refused(enter(gate), Optional.empty(), "");
            Instant now = time.now();
            ThrottledException held =
                    catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ZERO)));
            waits.add(Duration.between(now, held.retryAt()));
            time.advance(waits.get(i));
        }
        assertThat(waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200));
        assertThat(waits.get(3)).isBetween(Duration.ofSeconds(8), Duration.ofMillis(9600));
    }

    @Test
    void refusalsOfCallsThatWereUnderWayCountOnce() {
        Gate gate = gate();
        List<Admission.Pass> underWay = List.of(enter(gate), enter(gate), enter(gate));
        underWay.forEach(pass -> gate.refused(pass, Optional.empty(), ""));
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ZERO)));
        assertThat(held.retryAt()).isBefore(in(Duration.ofMillis(1201)));
    }

    @Test
    void aLateSuccessDoesNotOpenAClosedGate() {
        Gate gate = gate();
        Admission.Pass slow = enter(gate);
        refuse(gate, Duration.ofHours(1));
        gate.accepted(slow, Limits.NONE);
        assertThatThrownBy(() -> gate.enter(new Patience(Duration.ofMinutes(1))))
                .isInstanceOf(ThrottledException.class);
    }

    @Test
    void releasedCallersReturnAsNotSent() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        List<CompletableFuture<Admission.Pass>> callers = callers(gate, 2);
        awaitWaiting(2);
        gate.release(false);
        assertThat(callers)
                .allSatisfy(caller -> assertThatThrownBy(caller::join).hasCauseInstanceOf(CallNotSentException.class));
    }

    @Test
    void noMoreCallsThanAllowedAreInFlight() {
        Gate gate = gate(Map.of("max-in-flight", "2"));
        Admission.Pass first = enter(gate);
        Admission.Pass second = enter(gate);
        List<CompletableFuture<Admission.Pass>> third = callers(gate, 1);
        awaitWaiting(1);
        assertThat(admitted(third)).isZero();
        gate.accepted(first, Limits.NONE);
        await().until(() -> admitted(third) == 1);
        gate.accepted(second, Limits.NONE);
    }

    @Test
    void callsKeepTheirRateInAnyTimeOfItsLength() {
        Gate gate = gate(Map.of("rate", "2/s"));
        gate.accepted(enter(gate), Limits.NONE);
        time.advance(Duration.ofMillis(600));
        gate.accepted(enter(gate), Limits.NONE);
        List<CompletableFuture<Admission.Pass>> third = callers(gate, 1);
        awaitWaiting(1);
        time.advance(Duration.ofMillis(400));
        await().until(() -> admitted(third) == 1);
        assertThat(third).hasSize(1);
    }

    @Test
    void waitingForTheProfilesOwnRateCostsNoPatience() {
        Gate gate = gate(Map.of("rate", "1/h"));
        gate.accepted(enter(gate), Limits.NONE);
        Patience patience = new Patience(Duration.ofMinutes(1));
        CompletableFuture<Admission.Pass> second = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gate.enter(patience);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        awaitWaiting(1);
        time.advance(Duration.ofHours(1));
        second.join();
        assertThat(patience.left()).isEqualTo(Duration.ofMinutes(1));
        assertThat(patience.waited()).isEqualTo(Duration.ofHours(1));
    }

    /** Four calls, a refusal, and a call after a minute: four a minute, from the first on. */
    private Gate taught() {
        Gate gate = gate();
        List<Admission.Pass> calls = List.of(enter(gate), enter(gate), enter(gate), enter(gate));
        time.advance(Duration.ofMillis(50));
        calls.forEach(pass -> gate.accepted(pass, Limits.NONE));
        refuse(gate, Duration.ofSeconds(60));
        time.advance(Duration.ofSeconds(60));
        gate.accepted(enter(gate), Limits.NONE);
        for (int i = 0; i < 3; i++) {
            gate.accepted(enter(gate), Limits.NONE);
        }
        return gate;
    }

    @Test
    void waitingForWhatTheRefusalsHaveTaughtCostsNoPatienceAndIsNotSaidToBeAsked() {
        Gate gate = taught();
        Patience patience = new Patience(Duration.ofSeconds(1));
        CompletableFuture<Admission.Pass> next = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gate.enter(patience);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                THREADS);
        awaitWaiting(1);
        time.advance(Duration.ofSeconds(61));
        next.join();
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));
        assertThat(patience.waited()).isEqualTo(Duration.ofSeconds(61));
        assertThat(patience.learned()).isEqualTo(LEARNED);
    }

    @Test
    void whatWasLearnedIsShownWithTheKeyThatOverrulesItAndLoggedOnce() {
        Logger log = (Logger) LoggerFactory.getLogger(Lesson.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            assertThat(taught().state(null).learned()).isEqualTo(LEARNED);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsOnlyOnce("oauth.graph: " + LEARNED);
    }

    @Test
    void aCallThatWaitedForNothingWaitedForNothingLearned() throws IOException {
        Gate gate = taught();
        time.advance(Duration.ofMinutes(2));
        Patience patience = new Patience(Duration.ofSeconds(1));
        gate.accepted(gate.enter(patience), Limits.NONE);
        assertThat(patience.learned()).isNull();
    }

    @Test
    void aProbesSuccessDoesNotDiscardALaterRefusalsLongerWait() {
        Gate gate = gate();
        Admission.Pass slow = enter(gate);
        refuse(gate, Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        Admission.Pass probe = enter(gate);
        gate.refused(slow, Optional.of(in(Duration.ofHours(1))), "");
        gate.accepted(probe, Limits.NONE);
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ofMinutes(1))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofHours(1)));
    }

    @Test
    void anAnswerThatSaysNothingIsLeftClosesTheGateWithoutARefusal() {
        Gate gate = gate();
        gate.accepted(enter(gate), new Limits(OptionalInt.of(0), Optional.of(Duration.ofSeconds(30)), 0));
        ThrottledException held =
                catchThrowableOfType(ThrottledException.class, () -> gate.enter(new Patience(Duration.ofSeconds(1))));
        assertThat(held.retryAt()).isEqualTo(in(Duration.ofSeconds(30)));
    }

    @Test
    void noMoreCallsAreUnderWayThanTheApiSaysAreLeft() {
        Gate gate = gate();
        gate.accepted(enter(gate), new Limits(OptionalInt.of(2), Optional.empty(), 0));
        List<CompletableFuture<Admission.Pass>> callers = callers(gate, 4);
        awaitWaiting(2);
        assertThat(admitted(callers)).isEqualTo(2);
        gate.release(true);
    }

    @Test
    void anApiThatIsNearItsLimitIsGivenTime() {
        Gate gate = gate();
        gate.accepted(enter(gate), new Limits(OptionalInt.empty(), Optional.empty(), 0.9));
        List<CompletableFuture<Admission.Pass>> callers = callers(gate, 1);
        awaitWaiting(1);
        time.advance(Duration.ofMillis(600));
        await().until(() -> admitted(callers) == 1);
        assertThat(callers).hasSize(1);
    }

    @Test
    void afterAPauseCallsComeBackFewByFew() {
        Gate gate = gate();
        refuse(gate, Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(31));
        gate.accepted(enter(gate), Limits.NONE);
        List<CompletableFuture<Admission.Pass>> callers = callers(gate, 8);
        await().until(() -> time.waiting.get() == 8 - admitted(callers));
        assertThat(admitted(callers)).isLessThan(3);
        gate.release(true);
    }
}
