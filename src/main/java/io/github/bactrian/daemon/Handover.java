package io.github.bactrian.daemon;

import io.github.bactrian.imports.Again;
import io.github.bactrian.imports.EarlierImport;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.imports.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file given to the daemon that works with the same ledger, and the wait for what it makes of it. */
final class Handover {
    private static final int POLL_MS = 250;
    private static final int TOLD_AFTER_POLLS = 4;
    private static final Set<String> UNDER_WAY = Set.of("claimed", "running", "ending");

    private final Path ledger;
    private final ImportComponent imports;
    private final Screen screen;
    private @Nullable String waitsFor;
    private int polls;

    /** @param imports with the same ledger; it is closed by who made it */
    Handover(Path ledger, ImportComponent imports, Screen screen) {
        this.ledger = ledger;
        this.imports = imports;
        this.screen = screen;
    }

    /**
     * Hands a copy over and waits until its job has ended or stopped.
     *
     * @throws StartFault if the daemon ends meanwhile; the job goes on at its next start
     */
    Receipt of(String importName, Path file, Again again) throws IOException, InterruptedException {
        String job = imports.handOver(importName, file, again);
        screen.line(
                "handed to the daemon that runs here as job " + job + ", which goes on if this command is interrupted");
        try {
            return await(job, importName, file);
        } finally {
            screen.status("");
        }
    }

    private Receipt await(String handed, String importName, Path file) throws IOException, InterruptedException {
        String job = handed;
        while (true) {
            boolean alive = DaemonLock.isHeld(ledger);
            Optional<JobState> found = find(job);
            if (found.isEmpty()) {
                job = goesOnInstead(importName, file);
                continue;
            }
            JobState state = found.get();
            if (!UNDER_WAY.contains(state.receipt().status())) {
                return state.receipt();
            }
            if (!alive) {
                throw StartFault.other("The daemon has ended; job " + job + " goes on at its next start");
            }
            tell(state);
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private Optional<JobState> find(String job) throws IOException {
        try {
            return Optional.of(imports.job(job));
        } catch (IllegalArgumentException e) {
            // no job has this id
            return Optional.empty();
        }
    }

    /** A job that was handed over is gone if one with the same bytes was unfinished. */
    private String goesOnInstead(String importName, Path file) throws IOException {
        String job = EarlierImport.of(file, importName, ledger)
                .orElseThrow(() -> StartFault.other(file.getFileName()
                        + " was changed meanwhile, so its job is not known any more; see 'bactrian jobs'"))
                .job();
        find(job).ifPresent(state -> screen.line(goesOn(file, state)));
        return job;
    }

    /** {@code users.csv goes on at row 8 as job 2026…}. */
    static String goesOn(Path file, JobState state) {
        Receipt receipt = state.receipt();
        return file.getFileName() + " goes on at row "
                + Words.count(receipt.rows().read() + 1) + " as job " + receipt.job();
    }

    private void tell(JobState state) {
        Receipt receipt = state.receipt();
        screen.status(receipt.file() + "  " + state.percent() + " %  "
                + Words.rows(receipt.rows().read()));
        String waits = state.waitsFor() == null ? null : state.waitsFor().replaceFirst("; next try at .*", "");
        polls = Objects.equals(waits, waitsFor) ? polls + 1 : 0;
        waitsFor = waits;
        if (waits != null && polls == TOLD_AFTER_POLLS) {
            screen.line("waits for " + waits);
        }
    }
}
