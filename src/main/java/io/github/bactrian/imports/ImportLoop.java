package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works for one import, one job at a time: first what is asked for, then what was left unfinished, then what is dropped. */
final class ImportLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportLoop.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int REMEMBERED = 20;

    private final ImportSettings settings;
    private final JobTable table;
    private final Intake intake;
    private final Inbox inbox;
    private final JobRunner runner;
    private final boolean watching;
    private final Troubles troubles;
    private final Set<String> tried = new HashSet<>();
    private final Queue<Request> requests = new ArrayDeque<>();
    private final Deque<JobProgress> ended = new ArrayDeque<>();
    private boolean stopping;

    private record Request(Path file, boolean force, CompletableFuture<Receipt> answer) {}

    /** @param watching whether unfinished jobs are taken up and files are taken from the inbox */
    ImportLoop(
            ImportSettings settings,
            JobTable table,
            Intake intake,
            Inbox inbox,
            JobRunner runner,
            boolean watching,
            Clock clock) {
        this.settings = settings;
        this.table = table;
        this.intake = intake;
        this.inbox = inbox;
        this.runner = runner;
        this.watching = watching;
        this.troubles = new Troubles(settings.name(), clock);
    }

    /** Imports a copy of a file as soon as the present job has ended. */
    synchronized CompletableFuture<Receipt> request(Path file, boolean force) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        requests.add(new Request(file, force, answer));
        notifyAll();
        return answer;
    }

    /** The present job and the last ones that ended, newest last. */
    synchronized List<JobProgress> progress() {
        List<JobProgress> all = new ArrayList<>(ended);
        JobProgress running = runner.progress();
        if (running != null) {
            all.add(running);
        }
        return all;
    }

    /** Has {@link #run} return soon, with the present job put down. */
    void stop() {
        runner.stop();
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
    }

    @Override
    public void run() {
        try {
            intake.warnOfStrangers();
            runner.sweep();
            while (!isStopping()) {
                if (!step()) {
                    await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Import {} ends: {}", settings.name(), e.getMessage());
        } finally {
            refuseRequests();
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized void await() throws InterruptedException {
        long until = System.nanoTime() + POLL_NANOS;
        for (long left = POLL_NANOS; !stopping && requests.isEmpty() && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized @Nullable Request nextRequest() {
        return requests.poll();
    }

    private synchronized void refuseRequests() {
        stopping = true;
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.answer().completeExceptionally(interrupted());
        }
    }

    private static IllegalStateException interrupted() {
        return new IllegalStateException("the import was interrupted; its position is kept");
    }

    /** Does one thing; false if there is nothing to do, or what there is cannot be done now. */
    private boolean step() throws InterruptedException {
        try {
            Request request = nextRequest();
            if (request != null) {
                answer(request);
                return true;
            }
            boolean did = watching && (takeUpUnfinished() || takeDropped());
            troubles.over(settings.name());
            return did;
        } catch (IOException | RuntimeException e) {
            troubles.rest(settings.name(), "the inbox", e);
            return false;
        }
    }

    private void answer(Request request) throws InterruptedException {
        try {
            Receipt receipt = runner.begin(intake.copy(request.file()), request.force());
            if (receipt == null) {
                request.answer().completeExceptionally(interrupted());
            } else {
                remember(receipt);
                request.answer().complete(receipt);
            }
        } catch (IOException | RuntimeException e) {
            request.answer().completeExceptionally(e);
        }
    }

    private boolean takeUpUnfinished() throws IOException, InterruptedException {
        for (JobTable.Entry entry : table.unfinished(settings.name())) {
            String id = entry.job().id();
            boolean stopped = entry.status() == Status.STOPPED;
            if (troubles.isResting(id) || (stopped && (entry.byDecision() || tried.contains(id)))) {
                continue;
            }
            tried.add(id);
            try {
                if (remember(runner.goOn(entry, false)) || isStopping()) {
                    troubles.over(id);
                    return true;
                }
            } catch (IOException | RuntimeException e) {
                troubles.rest(id, "job " + id, e);
            }
        }
        return false;
    }

    private boolean takeDropped() throws IOException, InterruptedException {
        for (Path file : inbox.complete()) {
            String name = file.getFileName().toString();
            if (isStopping() || troubles.isResting(name)) {
                continue;
            }
            try {
                Job job = intake.take(file);
                inbox.taken(file);
                tried.add(job.id());
                remember(runner.begin(job, false));
                troubles.over(name);
                return true;
            } catch (IOException | RuntimeException e) {
                troubles.rest(name, name, e);
            }
        }
        return false;
    }

    private synchronized boolean remember(@Nullable Receipt receipt) {
        if (receipt == null) {
            return false;
        }
        ended.add(JobProgress.of(receipt));
        if (ended.size() > REMEMBERED) {
            ended.remove();
        }
        return true;
    }
}
