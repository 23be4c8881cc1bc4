package io.github.bactrian.daemon.plan;

import io.github.bactrian.daemon.plan.PlanReport.Example;
import io.github.bactrian.imports.DryRow;
import io.github.bactrian.imports.DryRun;
import io.github.bactrian.imports.EarlierImport;
import io.github.bactrian.imports.Forecast;
import io.github.bactrian.imports.Forecast.Kind;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs all rows of a file through their route, in a context where nothing can be sent. Used by one thread. */
public final class Plan {
    private static final int BATCH = 200;
    private static final int BATCHES_AHEAD = 4;
    private static final int REPEATED_LINES = 10;

    private final DryRun file;
    private final Tally tally = new Tally();
    private final SeenKeys keys = new SeenKeys();
    private final List<Long> repeatedLines = new ArrayList<>();
    private long repeated;
    private final AtomicLong read = new AtomicLong();
    private volatile long bytesRead;
    private @Nullable String unreadable;

    public Plan(DryRun file) {
        this.file = file;
    }

    /** Runs the next rows one by one, and hands on what each would do. */
    public void show(int rows, Consumer<RowPlan> shown) throws IOException {
        for (int i = 0; i < rows && tally.stopped() == null; i++) {
            DryRow row = next();
            if (row == null) {
                return;
            }
            PlannedRow planned = new PlannedRow(tally, true);
            Forecast forecast = run(row, planned);
            shown.accept(new RowPlan(row, planned.steps(), forecast, planned.isAnswered()));
        }
    }

    /** Runs all rows that are left, several at once. */
    public void runRest() throws IOException, InterruptedException {
        int threads = Math.max(1, Math.min(file.parallel(), Runtime.getRuntime().availableProcessors()));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        Semaphore room = new Semaphore(threads * BATCHES_AHEAD);
        try {
            for (List<DryRow> batch = batch(); !batch.isEmpty(); batch = batch()) {
                List<DryRow> rows = batch;
                room.acquire();
                workers.execute(() -> run(rows, room));
            }
        } finally {
            workers.shutdown();
            while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
                // a row takes as long as its route
            }
        }
    }

    private List<DryRow> batch() throws IOException {
        List<DryRow> rows = new ArrayList<>(BATCH);
        while (rows.size() < BATCH && tally.stopped() == null) {
            DryRow row = next();
            if (row == null) {
                break;
            }
            rows.add(row);
        }
        return rows;
    }

    private @Nullable DryRow next() throws IOException {
        try {
            DryRow row = unreadable == null ? file.next() : null;
            if (row != null) {
                read.incrementAndGet();
                bytesRead = file.bytesRead();
                noteKey(row);
            }
            return row;
        } catch (UnreadableFileException e) {
            unreadable = e.getMessage();
            return null;
        }
    }

    private void noteKey(DryRow row) {
        String key = row.key();
        if (key != null && !keys.add(key)) {
            repeated++;
            if (repeatedLines.size() < REPEATED_LINES) {
                repeatedLines.add(row.line());
            }
        }
    }

    private void run(List<DryRow> rows, Semaphore room) {
        try {
            rows.forEach(row -> run(row, new PlannedRow(tally, false)));
        } finally {
            room.release();
        }
    }

    private Forecast run(DryRow row, PlannedRow planned) {
        Forecast forecast;
        try {
            forecast = file.run(row, planned);
        } catch (RuntimeException | Error e) {
            forecast = new Forecast(Kind.STOPS, "the row could not be run to its end: " + e);
        }
        tally.ended(row, forecast, planned.isAnswered());
        return forecast;
    }

    /** How many bytes of the file have been read. May be asked by any thread. */
    public long bytesRead() {
        return bytesRead;
    }

    /** How many rows have come to which end so far. May be asked by any thread. */
    public PlanReport.Rows rows() {
        return new PlanReport.Rows(
                read.get(),
                tally.rows(Kind.DONE),
                tally.rows(Kind.REJECTED) + tally.rows(Kind.UNKNOWN),
                tally.rows(Kind.SKIPPED),
                tally.open());
    }

    /**
     * What all that was run comes to.
     *
     * @param earlier the job that was given the same bytes; null if there is none
     * @param now when the import would begin
     */
    public PlanReport report(@Nullable EarlierImport earlier, Instant now) {
        PlanReport.Rows rows = rows();
        Example stop = tally.stopped();
        return new PlanReport(
                rows,
                tally.rejectedExamples(),
                tally.openExamples(),
                file.isTooMany(rows.rejected(), rows.read()),
                new PlanReport.Repeated(repeated, repeatedLines),
                tally.calls(),
                tally.messages(),
                unreadable,
                stop,
                earlier,
                earlier != null && !file.runsSameContent(),
                window(now));
    }

    private PlanReport.@Nullable Window window(Instant now) {
        String window = file.window();
        return window == null
                ? null
                : new PlanReport.Window(
                        window,
                        PlanReport.duration(tally.calls())
                                .flatMap(work -> file.done(now, work))
                                .orElse(null));
    }
}
