package io.github.bactrian.http;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it was told, in order. */
final class RecordingJournal implements CallJournal {

    final List<String> told = new CopyOnWriteArrayList<>();
    volatile Runnable onSending = () -> {};
    volatile boolean canRecord = true;
    final AtomicInteger attempts = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public void sending(Call call) throws IOException {
        if (!canRecord) {
            throw new IOException("disk full");
        }
        onSending.run();
        told.add("sending " + call.method() + " " + call.target().getPath());
    }

    @Override
    public void redelivered(Call call) {
        told.add("redelivered");
    }

    @Override
    public void answered(Call call, int status) {
        told.add("answered " + status);
    }

    @Override
    public void withdrawn(Call call) {
        told.add("withdrawn");
    }

    @Override
    public void unanswered(Call call, IOException cause) {
        told.add("unanswered");
    }

    @Override
    public boolean mayRepeat(Call call) {
        return attempts.decrementAndGet() > 0;
    }

    @Override
    public void waited(Duration duration) {
        told.add("waited " + duration);
    }

    @Override
    public void tokenRenewed() {
        told.add("tokenRenewed");
    }
}
