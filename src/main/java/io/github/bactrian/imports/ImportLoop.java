package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works for one import, one job at a time: first what is asked for, then what was left unfinished, then what is dropped. */
final class ImportLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportLoop.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SMALL = 1 << 16;
    private static final int TOGETHER = 64;

    private final ImportSettings settings;
    private final Ledger ledger;
    private final JobTable table;
    private final Intake intake;
    private final Inbox inbox;
    private final JobRunner runner;
    private final Requests requests;
    private final Chores chores;
    private final boolean watching;
    private final Opening opening;
    private final Troubles troubles;
    private final Set<String> tried = new HashSet<>();
    private boolean stoppedWereTried;
    private long choresDone = System.nanoTime() - POLL_NANOS;
    private boolean stopping;

    /** @param watching whether unfinished jobs are taken up and files are taken from the inbox */
    ImportLoop(
            ImportSettings settings,
            Ledger ledger,
            Inbox inbox,
            Intake intake,
            JobRunner runner,
            Requests requests,
            Chores chores,
            boolean watching) {
        this.settings = settings;
        this.ledger = ledger;
        this.table = new JobTable(ledger);
        this.intake = intake;
        this.inbox = inbox;
        this.runner = runner;
        this.requests = requests;
        this.chores = chores;
        this.watching = watching;
        this.opening = new Opening(settings, ledger);
        this.troubles = new Troubles(settings.name(), ledger.clock());
    }

    /** Has {@link #run} return soon; the present job is to be put down beside that. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /** There may be something to do. */
    synchronized void wake() {
        notifyAll();
    }

    @Override
    public void run() {
        try {
            intake.warnOfStrangers();
            runner.sweep();
            while (!isStopping()) {
                if (ledger.broken() != null || !step()) {
                    await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("Import {} ends: {}", settings.name(), e.getMessage());
        } finally {
            requests.refuseAll();
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized void await() throws InterruptedException {
        if (!stopping && requests.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, POLL_NANOS);
        }
    }

    /** Does one thing; false if there is nothing to do, or what there is cannot be done now. */
    private boolean step() throws InterruptedException {
        try {
            doChores();
            boolean did = opening.isOpen() && (takeRequest() || takeUpUnfinished() || (watching && takeDropped()));
            troubles.over(settings.name());
            return did;
        } catch (IOException | RuntimeException e) {
            troubles.rest(settings.name(), "the inbox", e);
            return false;
        }
    }

    private void doChores() throws IOException {
        if (System.nanoTime() - choresDone >= POLL_NANOS) {
            chores.doDue();
            choresDone = System.nanoTime();
        }
    }

    private boolean takeRequest() throws InterruptedException {
        Requests.Request request = requests.next();
        if (request == null) {
            return false;
        }
        try {
            refuseWhilePaused();
            Job job = intake.copy(request.file(), request.arrival());
            tried.add(job.id());
            requests.accept(job.id(), request);
            requests.worked(job.id(), runner.begin(job, request.arrival()));
        } catch (IOException | RuntimeException e) {
            request.answer().completeExceptionally(e);
        }
        return true;
    }

    private void refuseWhilePaused() throws LedgerException {
        for (JobTable.Entry entry : table.atWork(settings.name())) {
            if (entry.hold() == Hold.PAUSE) {
                throw new IllegalStateException("import:" + settings.name() + " is paused with job "
                        + entry.job().id() + "; let it go on first: bactrian jobs resume "
                        + entry.job().id());
            }
        }
    }

    private boolean takeUpUnfinished() throws IOException, InterruptedException {
        for (JobTable.Entry entry : unfinished()) {
            String id = entry.job().id();
            if (entry.hold() == Hold.PAUSE) {
                // those behind it wait too: they may hold the same keys
                return false;
            }
            if (!isDue(entry)) {
                continue;
            }
            tried.add(id);
            try {
                JobRunner.Worked worked = runner.goOn(entry, false);
                requests.worked(id, worked);
                if (worked.receipt() != null || isStopping()) {
                    troubles.over(id);
                    return true;
                }
            } catch (IOException | RuntimeException e) {
                troubles.rest(id, "job " + id, e);
            }
        }
        stoppedWereTried = true;
        return false;
    }

    /** Stopped jobs go on by themselves only at the start, and there may be very many of them. */
    private List<JobTable.Entry> unfinished() throws LedgerException {
        return stoppedWereTried ? table.atWork(settings.name()) : table.unfinished(settings.name());
    }

    private boolean isDue(JobTable.Entry entry) {
        String id = entry.job().id();
        boolean stopped = entry.status() == Status.STOPPED;
        return (watching || requests.isAwaited(id))
                && !troubles.isResting(id)
                && !(stopped && (entry.byDecision() || tried.contains(id) || runner.isStoppedByChange(entry)));
    }

    private boolean takeDropped() throws IOException, InterruptedException {
        if (table.atWork(settings.name()).stream().anyMatch(entry -> entry.hold() == Hold.PAUSE)) {
            return false;
        }
        inbox.refresh();
        List<Path> files = next();
        if (files.isEmpty()) {
            return false;
        }
        try {
            intake.take(files, this::rest);
            for (Path file : files) {
                inbox.taken(file);
                troubles.over(file.getFileName().toString());
            }
        } catch (IOException | RuntimeException e) {
            files.forEach(file -> rest(file, e));
        }
        return true;
    }

    /** The next file, and those behind it while they are small: to take each alone would cost the disk more than its rows. */
    private List<Path> next() {
        List<Path> files = new ArrayList<>();
        boolean small = true;
        while (small && files.size() < TOGETHER) {
            DroppedFile file = inbox.next();
            small = file != null && file.size() <= SMALL;
            if (file != null && !troubles.isResting(file.path().getFileName().toString())) {
                files.add(file.path());
            }
        }
        return files;
    }

    private void rest(Path file, Exception e) {
        String name = file.getFileName().toString();
        troubles.rest(name, name, e);
    }
}
