package io.github.bactrian.daemon.plan;

import io.github.bactrian.http.Call;
import io.github.bactrian.http.CallJournal;
import io.github.bactrian.http.CallPlan;
import io.github.bactrian.http.PlannedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What one row's route would do, noted while it runs. */
final class PlannedRow implements CallPlan {
    private final Tally tally;
    private final @Nullable List<Step> steps;
    private boolean answered;

    /** @param kept whether each step is kept, or only counted */
    PlannedRow(Tally tally, boolean kept) {
        this.tally = tally;
        this.steps = kept ? new ArrayList<>() : null;
    }

    /** The row that an exchange runs for; null if it runs for none. */
    static @Nullable PlannedRow of(Exchange exchange) {
        return exchange.getProperty(CallJournal.PROPERTY) instanceof PlannedRow row ? row : null;
    }

    @Override
    public void planned(PlannedCall call) {
        tally.called(call);
        try {
            note(steps == null ? null : Step.Request.of(call), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param answers whether the endpoint would answer something that a plan cannot know */
    void unsent(String uri, boolean answers) {
        tally.sent(uri);
        note(new Step.Message(uri), answers);
    }

    private synchronized void note(@Nullable Step step, boolean answers) {
        answered |= answers;
        if (steps != null && step != null) {
            steps.add(step);
        }
    }

    /** Whether the route went on with an answer that nobody gave. */
    synchronized boolean isAnswered() {
        return answered;
    }

    synchronized List<Step> steps() {
        return steps == null ? List.of() : List.copyOf(steps);
    }

    @Override
    public void sending(Call call) {
        throw new IllegalStateException(call + " was about to be sent by a plan");
    }

    @Override
    public void answered(Call call, int status) {
        throw new IllegalStateException(call + " was sent by a plan");
    }

    @Override
    public void unanswered(Call call, IOException cause) {
        throw new IllegalStateException(call + " was sent by a plan", cause);
    }

    @Override
    public void waited(Duration duration) {
        throw new IllegalStateException("a plan waited at a gate");
    }

    @Override
    public void tokenRenewed() {
        throw new IllegalStateException("a plan asked for a token");
    }
}
