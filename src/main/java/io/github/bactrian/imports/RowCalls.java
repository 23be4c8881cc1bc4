package io.github.bactrian.imports;

import io.github.bactrian.http.Call;
import io.github.bactrian.http.CallJournal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The calls that one exchange makes for its rows. Keeps the rows' marks in step, so that a killed process leaves the truth
 * behind.
 */
final class RowCalls implements CallJournal {
    private static final int NO_ANSWER = 0;

    private final CallCounts counts;
    private final Permit permit;
    private final List<OpenRow> rows;
    private final int attempts;
    private final List<Made> made = new ArrayList<>();
    private final List<Call> onWire = new ArrayList<>();
    private final Set<UnaryOperator<String>> masks = new LinkedHashSet<>();
    private int moves;
    private boolean acted;
    private boolean ended;

    /** Asked before each call. */
    interface Permit {
        /**
         * Returns if the call may be made.
         *
         * @throws IOException if it must not
         */
        void assertMaySend() throws IOException;
    }

    /**
     * A call that is over.
     *
     * @param status 0 if no answer came
     */
    record Made(Call call, int status) {
        boolean unanswered() {
            return status == NO_ANSWER;
        }

        /** Whether the API did not do what it was asked, for a reason of its own. */
        boolean failed() {
            return unanswered() || status >= 500;
        }

        /** Whether the call may have changed something that a repetition would change again. */
        boolean mayHaveActed() {
            return !call.idempotent() && (status < 400 || (status >= 500 && status != 503));
        }

        /** Whether the API refused the call, so that it changed nothing. */
        boolean didNothing() {
            return status >= 400 && status < 500;
        }

        /** Whether nobody knows if the call changed something that a repetition would change again. */
        boolean mayHaveActedUnseen() {
            return mayHaveActed() && (unanswered() || status >= 500);
        }

        @Override
        public String toString() {
            return call + ": " + (unanswered() ? "no answer" : "HTTP " + status);
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

    /** A call that did nothing counts by its redelivery. */
    @Override
    public synchronized void redelivered(Call call) {
        int last = made.size() - 1;
        if (last >= 0 && made.get(last).call().equals(call) && made.get(last).didNothing()) {
            made.remove(last);
        }
    }

    @Override
    public synchronized void answered(Call call, int status) {
        if (status == 429 || status == 503) {
            counts.throttled();
        }
        over(new Made(call, status));
    }

    @Override
    public synchronized void unanswered(Call call, IOException cause) {
        over(new Made(call, NO_ANSWER));
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

    /** A 403 would otherwise be taken for what it mostly is. */
    @Override
    public synchronized void throttled(Call call, int status) {
        if (status == 403 && made.remove(new Made(call, status))) {
            counts.throttled();
        }
    }

    @Override
    public void tokenRenewed() {
        counts.tokenRenewed();
    }

    synchronized boolean isOnWire() {
        return !onWire.isEmpty();
    }

    /** Grows with each call that is sent or over. */
    synchronized int moves() {
        return moves;
    }

    /**
     * The calls made, in the order of their answers, and behind them those that the route did not wait for, unanswered;
     * nothing that comes later is marked any more.
     */
    synchronized List<Made> end() {
        ended = true;
        List<Made> all = new ArrayList<>(made);
        onWire.forEach(call -> all.add(new Made(call, NO_ANSWER)));
        return all;
    }
}
