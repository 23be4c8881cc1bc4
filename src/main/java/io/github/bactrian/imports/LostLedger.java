package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses to begin with a new ledger where an inbox shows that there was another one: what that knew would be sent again. */
final class LostLedger {
    private static final String OF_A_JOB = "[0-9]*T[0-9]*-?????-*";

    private final Ledger ledger;
    private final Folders folders;

    LostLedger(Ledger ledger, Folders folders) {
        this.ledger = ledger;
        this.folders = folders;
    }

    /** @throws IOException if the ledger knows no job, but the inbox does; the message is the remedy */
    void refuse() throws IOException {
        Path accepted = ledger.file().resolveSibling(ledger.file().getFileName() + "-new");
        if (knowsJobs()) {
            Files.deleteIfExists(accepted);
            return;
        }
        Path trace = Files.exists(accepted) ? null : trace();
        if (trace != null) {
            throw new IOException("The ledger " + ledger.file() + " is new, but " + trace
                    + " is of a job: the ledger was lost, or bactrian.ledger named another one. What was sent would be sent"
                    + " again. Put the ledger back; or look through docs/operators.md, section 'A lost or restored ledger',"
                    + " and then make the empty file " + accepted);
        }
    }

    private boolean knowsJobs() throws LedgerException {
        return !ledger.ask(connection -> Sql.select(connection, row -> row.getString(1), "SELECT id FROM job LIMIT 1"))
                .isEmpty();
    }

    private @Nullable Path trace() throws IOException {
        for (Path folder : List.of(
                folders.work(),
                folders.after(Status.DONE),
                folders.after(Status.FAILED),
                folders.rejects(),
                folders.unknown())) {
            Path found = first(folder);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Path first(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, OF_A_JOB)) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? found.next() : null;
        }
    }
}
