package io.github.bactrian.imports;

import io.github.bactrian.http.AnswerHead;
import io.github.bactrian.http.Call;
import io.github.bactrian.http.CallJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls that one exchange makes for its rows. Keeps the rows' marks in step, so that a killed process leaves the truth
 * behind.
 */
final class RowCalls implements CallJournal {
    private final CallCounts counts;
    private final Permit permit;
    private final List<OpenRow> rows;
    private final int attempts;
    private final List<Made> made = new ArrayList<>();
    private final List<Call> onWire = new ArrayList<>();
    private final Set<UnaryOperator<String>> masks = new LinkedHashSet<>();
    private int moves;
    private boolean acted;
    private boolean waiting;
    private boolean ended;

    /** Asked before each call. */
    interface Permit {
        /**
         * Returns if the call may be made.
         *
         * @throws IOException if it must not
         */
        void assertMaySend() throws IOException;

        /**
         * Another call is made after one that may have taken effect.
         *
         * @param account of the calls so far; not yet masked
         * @return how long the call may wait where it is
         */
        default Duration resumes(String account) {
            return Duration.ZERO;
        }

        /** Returns the calls that failed when the rows ran before. */
        default List<Made> before() {
            return List.of();
        }
    }

    /**
     * A call that is over. Its answer has the status 0 if there was none.
     *
     * @param earlier what came of an attempt before, if that may have worked; null if there was none
     */
    record Made(Call call, AnswerHead answer, @Nullable AnswerHead earlier) {
        private static final int NO_ANSWER = 0;

        Made(Call call, int status) {
            this(call, AnswerHead.of(status), null);
        }

        static Made unanswered(Call call) {
            return new Made(call, NO_ANSWER);
        }

        int status() {
            return answer.status();
        }

        boolean unanswered() {
            return status() == NO_ANSWER;
        }

        /** Whether the API did not do what it was asked, for a reason of its own. */
        boolean failed() {
            return unanswered() || (status() >= 500 && !answer.refused());
        }

        /** Whether the call took effect, as far as its answer tells. */
        boolean cameThrough() {
            return !unanswered() && (status() < 300 || status() == 304 || answer.repeatsDelete());
        }

        /** Whether the API asks for the call at another place. */
        boolean isRedirect() {
            return status() >= 300 && status() < 400 && status() != 304;
        }

        /** Whether the call may have changed something. */
        private boolean mayHaveWorked() {
            boolean sentElsewhere = status() == 307 || status() == 308;
            return !answer.refused() && !didNothing() && !sentElsewhere;
        }

        /** Whether the call may have changed something that a repetition would change again. */
        boolean mayHaveActed() {
            return !call.idempotent() && mayHaveWorked();
        }

        /** Whether the API refused the call, so that it changed nothing. */
        boolean didNothing() {
            return status() >= 400 && status() < 500;
        }

        @Override
        public String toString() {
            String target = isRedirect() && answer.redirect() != null ? ", a redirect to " + answer.redirect() : "";
            return call + ": " + (earlier == null ? "" : text(earlier) + ", then ") + text(answer) + target;
        }

        private static String text(AnswerHead answer) {
            return answer.status() == NO_ANSWER ? "no answer" : "HTTP " + answer.status();
        }
    }

    /**
     * Calls that begin now.
     *
     * @param rows those whose marks follow the calls; may be none
     * @param attempts how often a call that the API fails may be made
     */
    RowCalls(CallCounts counts, Permit permit, List<OpenRow> rows, int attempts) {
        this.counts = counts;
        this.permit = permit;
        this.rows = List.copyOf(rows);
        this.attempts = attempts;
        mark();
    }

    @Override
    public synchronized void sending(Call call) throws IOException {
        waiting = false;
        onWire.add(call);
        mark();
        try {
            // behind the mark: whoever takes the job up either sees the mark, or has made this fail
            permit.assertMaySend();
        } catch (IOException e) {
            onWire.remove(call);
            mark();
            throw e;
        }
        counts.sent();
    }

    /** A call that did nothing counts by its redelivery. One that may have taken effect is not sent again. */
    @Override
    public synchronized void redelivered(Call call) throws IOException {
        int last = made.size() - 1;
        if (last < 0 || !made.get(last).call().equals(call)) {
            return;
        }
        if (made.get(last).didNothing()) {
            made.remove(last);
        } else if (made.get(last).mayHaveActed() && !made.get(last).cameThrough()) {
            throw new IOException("the route's error handler would send it again, and it may have taken effect ("
                    + made.get(last) + ")");
        }
    }

    @Override
    public void answered(Call call, int status) {
        answered(call, AnswerHead.of(status));
    }

    @Override
    public synchronized void answered(Call call, AnswerHead head) {
        if (head.status() == 429 || head.status() == 503 || (head.status() == 403 && head.refused())) {
            counts.throttled();
        }
        over(new Made(call, head, attemptThatMayHaveWorked(call)));
    }

    @Override
    public synchronized void unanswered(Call call, IOException cause) {
        over(Made.unanswered(call));
    }

    @Override
    public synchronized void cutShort(Call call, IOException cause) {
        for (int i = made.size() - 1; i >= 0; i--) {
            if (made.get(i).call().equals(call)) {
                made.set(i, Made.unanswered(call));
                return;
            }
        }
    }

    @Override
    public synchronized boolean mayHaveWorked(Call call) {
        return attemptThatMayHaveWorked(call) != null;
    }

    private @Nullable AnswerHead attemptThatMayHaveWorked(Call call) {
        return Stream.concat(permit.before().stream(), made.stream())
                .filter(one -> one.call().equals(call) && one.failed() && call.idempotent())
                .reduce((first, second) -> second)
                .map(Made::answer)
                .orElse(null);
    }

    @Override
    public synchronized Duration waitsInPlace(Call call) {
        PossibleEffect effect = ended ? PossibleEffect.NONE : PossibleEffect.of(made);
        waiting = effect.exists();
        mark();
        return waiting ? permit.resumes(String.valueOf(effect.account())) : Duration.ZERO;
    }

    @Override
    public synchronized boolean mayRepeat(Call call) {
        return new CallHistory(made).failures(call) < attempts;
    }

    private void over(Made call) {
        made.add(call);
        onWire.remove(call.call());
        acted |= call.mayHaveActed();
        mark();
    }

    private void mark() {
        moves++;
        // a detached step may still call after the row has ended; the row's slot is then another's
        if (!ended) {
            int flags = CallMarks.RUNNING | (acted ? CallMarks.ACTED : 0);
            // no row is suspected of the death of a process for what the API makes it wait
            flags |= waiting ? CallMarks.SAFE_ON_WIRE : 0;
            for (Call call : onWire) {
                flags |= call.idempotent() ? CallMarks.SAFE_ON_WIRE : CallMarks.UNSAFE_ON_WIRE;
            }
            for (OpenRow row : rows) {
                row.mark(flags);
            }
        }
    }

    @Override
    public void keptTo(String learned) {
        counts.keptTo(learned);
    }

    @Override
    public void waited(Duration duration) {
        counts.waited(duration);
    }

    @Override
    public synchronized void tokenSent(UnaryOperator<String> mask) {
        masks.add(mask);
    }

    /** Takes the tokens that were sent out of a text. */
    synchronized String withoutTokens(String text) {
        String masked = text;
        for (UnaryOperator<String> mask : masks) {
            masked = mask.apply(masked);
        }
        return masked;
    }

    @Override
    public synchronized void withdrawn(Call call) {
        onWire.remove(call);
        mark();
        counts.withdrawn();
    }

    @Override
    public void tokenRenewed() {
        counts.tokenRenewed();
    }

    /** Whether a call is on the wire, or waits where it is because its row must not run again. */
    synchronized boolean isUnderWay() {
        return waiting || !onWire.isEmpty();
    }

    /** Grows with each call that is sent or over. */
    synchronized int moves() {
        return moves;
    }

    /** The calls that failed, in this run of the rows and before. */
    synchronized List<Made> failed() {
        return Stream.concat(permit.before().stream(), made.stream().filter(Made::failed))
                .toList();
    }

    /**
     * The calls made, in the order of their answers, and behind them those that the route did not wait for, unanswered;
     * nothing that comes later is marked any more.
     */
    synchronized List<Made> end() {
        ended = true;
        List<Made> all = new ArrayList<>(made);
        onWire.forEach(call -> all.add(Made.unanswered(call)));
        return all;
    }
}
