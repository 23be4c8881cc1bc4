package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.fail;

import io.github.bactrian.SystemicFault;
import io.github.bactrian.http.AnswerHead;
import io.github.bactrian.http.Call;
import io.github.bactrian.imports.formats.Position;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sequence of up to three calls, with every kind of answer and every way to break, against the one rule. */
class PossibleEffectTest {
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final int NO_ANSWER = 0;
    private static final int NOT_CONNECTED = -1;
    /** Told when to come back. */
    private static final int LATER_503 = 1503;

    private static final int[] ANSWERS = {
        201,
        204,
        302,
        303,
        307,
        400,
        401,
        403,
        404,
        408,
        409,
        412,
        422,
        425,
        429,
        500,
        502,
        503,
        504,
        LATER_503,
        NO_ANSWER,
        NOT_CONNECTED
    };
    private static final int[] KINDS_OF_ANSWERS = {201, 302, 404, 429, 500, LATER_503, NO_ANSWER, NOT_CONNECTED};

    /** Of the third of three calls the kinds alone are tried, unless all is asked for; that takes minutes. */
    private static final int[] OF_THE_THIRD =
            Boolean.getBoolean("bactrian.test.all-answers") ? ANSWERS : KINDS_OF_ANSWERS;

    @TempDir
    Path directory;

    /** A step of a route, and what comes of it; written without the product's words, to check them. */
    private record Step(String method, boolean repeatable, int answer) {
        Call call() {
            return new Call(method, URI.create("https://api.example/" + method.toLowerCase(Locale.ROOT)), repeatable);
        }

        boolean mayHaveTakenEffect() {
            boolean refused = answer == NOT_CONNECTED || answer == LATER_503 || (answer >= 400 && answer < 500);
            return !repeatable && !refused && answer != 307 && answer != 308;
        }

        boolean succeeds() {
            return answer == 201 || answer == 204;
        }

        int status() {
            return answer == LATER_503 ? 503 : answer;
        }

        String listed() {
            return call() + ": " + (answer == NO_ANSWER ? "no answer" : "HTTP " + status());
        }
    }

    /** How a route ends after its calls. */
    enum End {
        COMES_TO_ITS_END,
        MAPPING_ERROR,
        OUT_OF_MEMORY,
        STOPPED_WHILE_WAITING,
        SAYS_REJECTED,
        SAYS_NONSENSE,
        HANDLES_AN_ERROR
    }

    private static final class Fault extends IOException implements SystemicFault {
        Fault() {
            super("waiting calls were sent back");
        }

        @Override
        public boolean needsAction() {
            return false;
        }

        @Override
        public Instant retryAt() {
            return Instant.MAX;
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void noRowRunsAgainOrIsRejectedThatMayHaveTakenEffect(End end) {
        sequences(ANSWERS, 3, steps -> {
            RowCalls calls = calls();
            steps.forEach(step -> make(step, calls));
            check(steps, Judge.judge(calls.end(), exchange(end)), end == End.SAYS_REJECTED);
        });
    }

    /** A step that fails ends its route. */
    @Test
    void theSameHoldsWhereTheLastCallsFailureIsThrown() {
        sequences(ANSWERS, 3, steps -> {
            Step last = steps.get(steps.size() - 1);
            if (!last.succeeds()) {
                RowCalls calls = calls();
                steps.forEach(step -> make(step, calls));
                Exchange exchange = exchange(End.COMES_TO_ITS_END);
                exchange.setException(thrown(last));
                check(steps, Judge.judge(calls.end(), exchange), false);
            }
        });
    }

    /** What a chunk's route says of a row speaks of the last call. */
    @ParameterizedTest
    @ValueSource(
            strings = {"201", "302", "400", "429", "500", "\"again\"", "\"done\"", "\"unknown\"", "\"nonsense\"", "null"
            })
    void theSameHoldsForTheCallsBeforeThoseOfWhichAChunkTells(String entry) {
        sequences(KINDS_OF_ANSWERS, 3, steps -> {
            RowCalls calls = calls();
            steps.forEach(step -> make(step, calls));
            Exchange exchange = exchange(End.COMES_TO_ITS_END);
            exchange.setProperty(ChunkJudge.OUTCOMES, "[" + entry + "]");
            Verdict verdict =
                    ChunkJudge.judge(calls.end(), exchange, 1, Instant.EPOCH).get(0);
            List<Step> made = steps.stream()
                    .filter(step -> step.answer() != NOT_CONNECTED)
                    .toList();
            boolean before = made.stream().limit(Math.max(0, made.size() - 1)).anyMatch(Step::mayHaveTakenEffect);
            if (before && (verdict.outcome() == null || verdict.outcome() == Outcome.REJECTED)) {
                fail(steps + " with " + entry + ": " + verdict);
            }
        });
    }

    @Test
    void theSameHoldsWhenTheProcessIsKilledAfterAnAnswer() throws Exception {
        killed((steps, calls) -> steps.forEach(step -> make(step, calls)), steps -> steps.stream()
                .anyMatch(Step::mayHaveTakenEffect));
    }

    @Test
    void theSameHoldsWhenTheProcessIsKilledWithACallOnTheWire() throws Exception {
        killed(
                (steps, calls) -> {
                    steps.subList(0, steps.size() - 1).forEach(step -> make(step, calls));
                    send(steps.get(steps.size() - 1), calls);
                },
                steps -> {
                    Step last = steps.get(steps.size() - 1);
                    return !last.repeatable()
                            || steps.subList(0, steps.size() - 1).stream().anyMatch(Step::mayHaveTakenEffect);
                });
    }

    private interface Life {
        void until(List<Step> steps, RowCalls calls);
    }

    private static final UUID NAME = UUID.randomUUID();

    private interface Truth {
        boolean mayHaveTakenEffect(List<Step> steps);
    }

    private void killed(Life life, Truth truth) throws Exception {
        Path file = directory.resolve("marks");
        CallMarks marks = CallMarks.create(file, NAME);
        sequences(KINDS_OF_ANSWERS, 3, steps -> {
            marks.set(0, 5, 0);
            life.until(steps, calls(new OpenRow(marks, 0, new Position(5, 0, 0))));
            Recovery recovery = recovery(file);
            Past past = recovery.pasts().getOrDefault(5L, Past.NONE);
            Verdict next = past.decided();
            boolean unknown = next != null && next.outcome() == Outcome.UNKNOWN;
            if (!recovery.open().contains(5L) || unknown != truth.mayHaveTakenEffect(steps)) {
                fail(steps + ": " + recovery);
            }
        });
    }

    @Test
    void theSameHoldsWhenTheProcessIsKilledBeforeARowsEndIsRecorded() throws Exception {
        Path file = directory.resolve("marks");
        CallMarks marks = CallMarks.create(file, NAME);
        sequences(KINDS_OF_ANSWERS, 2, steps -> {
            OpenRow row = new OpenRow(marks, 0, new Position(5, 0, 0));
            RowCalls calls = calls(row);
            steps.forEach(step -> make(step, calls));
            Verdict verdict = Judge.judge(calls.end(), exchange(End.COMES_TO_ITS_END));
            if (verdict.outcome() == null) {
                return;
            }
            row.markEnded(verdict.outcome());
            Recovery recovery = recovery(file);
            boolean open = recovery.open().contains(5L);
            boolean doubted = recovery.pasts().getOrDefault(5L, Past.NONE).doubt() != null;
            boolean acted = steps.stream().anyMatch(Step::mayHaveTakenEffect);
            if (acted && ((open && !doubted) || !recovery.ended().isEmpty())) {
                fail(steps + ": " + recovery);
            }
        });
    }

    private static Recovery recovery(Path file) {
        try {
            return Recovery.of(
                    5,
                    64,
                    new TreeSet<>(Set.of(5L)),
                    CallMarks.left(file, NAME).orElseThrow().rows(),
                    Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(List<Step> steps, Verdict verdict, boolean routeSaysRejected) {
        boolean acted = steps.stream().anyMatch(Step::mayHaveTakenEffect);
        boolean rejected = verdict.outcome() == Outcome.REJECTED && !routeSaysRejected;
        if (acted && (verdict.outcome() == null || rejected)) {
            fail(steps + " may have taken effect: " + verdict);
        }
        if (!acted && verdict.outcome() == Outcome.UNKNOWN) {
            fail(steps + " cannot have taken effect: " + verdict);
        }
        if (verdict.outcome() == Outcome.UNKNOWN) {
            for (Step step : steps) {
                if (step.mayHaveTakenEffect()
                        && !String.valueOf(verdict.reason()).contains(step.listed())) {
                    fail(steps + ": not listed: " + step.listed() + " in: " + verdict.reason());
                }
            }
        }
    }

    private static void sequences(int[] answers, int longest, Consumer<List<Step>> check) {
        List<Step> all = steps(answers);
        List<Step> third = answers == ANSWERS ? steps(OF_THE_THIRD) : all;
        List<Step> none = List.of();
        longer(none, List.of(all, longest > 1 ? all : none, longest > 2 ? third : none), check);
    }

    private static List<Step> steps(int[] answers) {
        return Stream.of(new Step("POST", false, 0), new Step("PUT", true, 0), new Step("DELETE", true, 0))
                .flatMap(step ->
                        Arrays.stream(answers).mapToObj(answer -> new Step(step.method(), step.repeatable(), answer)))
                .toList();
    }

    private static void longer(List<Step> before, List<List<Step>> next, Consumer<List<Step>> check) {
        for (Step step : next.get(0)) {
            List<Step> sequence = new ArrayList<>(before);
            sequence.add(step);
            check.accept(sequence);
            if (next.size() > 1) {
                longer(sequence, next.subList(1, next.size()), check);
            }
        }
    }

    private static RowCalls calls(OpenRow... rows) {
        return new RowCalls(new CallCounts(new Receipt.Calls(0, 0, 0, 0)), () -> {}, List.of(rows), 5);
    }

    private static void send(Step step, RowCalls calls) {
        try {
            calls.sending(step.call());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void make(Step step, RowCalls calls) {
        if (step.answer() == NOT_CONNECTED) {
            return;
        }
        send(step, calls);
        if (step.answer() == NO_ANSWER) {
            calls.unanswered(step.call(), new IOException("reset"));
        } else {
            boolean refused =
                    step.answer() == LATER_503 || Set.of(401, 408, 425, 429).contains(step.answer());
            calls.answered(step.call(), new AnswerHead(step.status(), refused, false, null));
        }
    }

    private static Exception thrown(Step step) {
        return switch (step.answer()) {
            case NO_ANSWER -> new IOException("reset");
            case NOT_CONNECTED -> new Fault();
            default -> new HttpOperationFailedException("https://api.example", step.status(), "", null, Map.of(), "{}");
        };
    }

    private static Exchange exchange(End end) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        switch (end) {
            case COMES_TO_ITS_END -> {}
            case MAPPING_ERROR -> exchange.setException(new IllegalStateException("no such column"));
            case OUT_OF_MEMORY -> exchange.setException(new OutOfMemoryError("Java heap space"));
            case STOPPED_WHILE_WAITING -> exchange.setException(new Fault());
            case SAYS_REJECTED -> exchange.setProperty(Judge.OUTCOME, "rejected");
            case SAYS_NONSENSE -> exchange.setProperty(Judge.OUTCOME, "nonsense");
            case HANDLES_AN_ERROR ->
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("broken"));
        }
        return exchange;
    }
}
