package io.github.bactrian.issuers;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;

/** Calls one after another, up to 50 a second, until they are stopped. */
final class SteadyCalls implements AutoCloseable {

    private final List<Exchange> ended = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> calls;

    /** @param call makes the call with this number, counted from 0 */
    SteadyCalls(IntFunction<Exchange> call) {
        calls = thread.scheduleWithFixedDelay(() -> ended.add(call.apply(ended.size())), 0, 20, TimeUnit.MILLISECONDS);
    }

    /** All that have ended so far, in their order. */
    List<Exchange> ended() {
        return List.copyOf(ended);
    }

    /** Those that ended from here on. */
    List<Exchange> endedSince(int count) {
        return List.copyOf(ended.subList(count, ended.size()));
    }

    /** Returns once this many more have ended well, in a row. */
    void awaitMoreDone(int more) {
        int start = ended.size();
        Awaitility.await("calls that end well").atMost(Duration.ofMinutes(3)).until(() -> {
            List<Exchange> now = ended();
            return now.size() >= start + more
                    && now.subList(now.size() - more, now.size()).stream()
                            .allMatch(exchange -> exchange.getException() == null);
        });
    }

    /** Returns once the last one has ended. */
    void stop() {
        calls.cancel(false);
        thread.shutdown();
        Awaitility.await("the last call").atMost(Duration.ofMinutes(2)).until(thread::isTerminated);
    }

    @Override
    public void close() {
        stop();
    }
}
