package io.github.bactrian.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** The {@code import:} component: {@code from: import:users} runs the route once for each row of each dropped file. */
public final class ImportComponent extends DefaultComponent {
    private Path ledger = Path.of("data/ledger.db");
    private boolean intake = true;

    /** Where the ledger lies; its directory is created. Default {@code data/ledger.db}. */
    public void setLedger(Path ledger) {
        this.ledger = ledger;
    }

    /** Whether directories are watched; false when only {@link #importFile} brings work. Default true. */
    public void setIntake(boolean intake) {
        this.intake = intake;
    }

    /** The jobs that this process works on, and those it ended since it started, newest last. */
    public List<JobProgress> progress() {
        return List.of();
    }

    /**
     * Imports a copy of one file now; the context has been started.
     *
     * @param force also if the same bytes were already imported
     * @return completes with the receipt, or exceptionally if the job was interrupted by the stop of the context
     * @throws IllegalArgumentException if no started route consumes from {@code import:<name>}; the message lists those
     *     that do
     */
    public CompletableFuture<Receipt> importFile(String name, Path file, boolean force) {
        return CompletableFuture.failedFuture(new IllegalStateException(ledger + name + file + force + intake));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        throw new UnsupportedOperationException(uri);
    }
}
