package io.github.bactrian.bench;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ExecutorServiceAdapter;

/** Threads for the peers' rows. Who hands over one row too many waits, so that the whole file never stands in memory. */
final class RowThreads {
    private RowThreads() {}

    static ExecutorService of(PeerSettings settings) {
        return settings.virtual() ? virtual(settings.parallel()) : pool(settings.parallel());
    }

    private static ExecutorService virtual(int parallel) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("row-");
        threads.setVirtualThreads(true);
        threads.setConcurrencyLimit(parallel);
        return new ExecutorServiceAdapter(threads);
    }

    private static ExecutorService pool(int parallel) {
        ArrayBlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(parallel);
        return new ThreadPoolExecutor(parallel, parallel, 1, TimeUnit.MINUTES, waiting, (row, pool) -> {
            try {
                waiting.put(row);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RejectedExecutionException(e);
            }
        });
    }
}
