package io.github.bactrian.imports;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What others wait for: files to be imported, and what came of them. */
final class Requests {
    private static final int REMEMBERED = 20;

    private final Queue<Request> waiting = new ArrayDeque<>();
    private final Map<String, Request> accepted = new HashMap<>();
    private final Deque<JobProgress> ended = new ArrayDeque<>();
    private boolean refusing;

    record Request(Path file, Arrival arrival, CompletableFuture<Receipt> answer) {}

    /** A file to be imported as soon as the present job has ended. */
    synchronized CompletableFuture<Receipt> add(Path file, Arrival arrival) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        waiting.add(new Request(file, arrival, answer));
        if (refusing) {
            refuseAll();
        }
        return answer;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized @Nullable Request next() {
        return waiting.poll();
    }

    /** A request has become a job. */
    synchronized void accept(String job, Request request) {
        accepted.put(job, request);
    }

    /** Whether somebody waits for a job's ending. */
    synchronized boolean isAwaited(String job) {
        return accepted.containsKey(job);
    }

    /** A job, or the one that goes on in its place, has come this far. */
    synchronized void worked(String job, JobRunner.Worked worked) {
        Request request = accepted.remove(job);
        if (worked.receipt() != null) {
            ended.add(JobProgress.of(worked.receipt()));
            if (ended.size() > REMEMBERED) {
                ended.remove();
            }
        }
        if (request == null) {
            return;
        }
        if (worked.receipt() == null) {
            accepted.put(worked.job(), request);
        } else {
            request.answer().complete(worked.receipt());
        }
    }

    /** The last jobs that ended, newest last. */
    synchronized List<JobProgress> ended() {
        return new ArrayList<>(ended);
    }

    synchronized void refuseAll() {
        refusing = true;
        List<Request> all = new ArrayList<>(waiting);
        all.addAll(accepted.values());
        waiting.clear();
        accepted.clear();
        all.forEach(request -> request.answer()
                .completeExceptionally(new IllegalStateException("the import was interrupted; its position is kept")));
    }
}
