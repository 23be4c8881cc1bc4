package io.github.bactrian.imports;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether an import may work now; tells once when it has to wait for its window, and lets the ledger say so. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final JobTable table;
    private @Nullable String told;

    Opening(ImportSettings settings, Ledger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        this.table = new JobTable(ledger);
    }

    boolean isOpen() throws LedgerException {
        String waits = waitsFor(settings.window(), ledger.clock().instant());
        if (waits == null && told != null) {
            LOG.info("Import {}: its window is open", settings.name());
            table.setWaitsOfAll(settings.name(), null);
        }
        if (waits != null) {
            if (!waits.equals(told)) {
                LOG.info("Import {} waits for {}", settings.name(), waits);
            }
            table.setWaitsOfAll(settings.name(), waits);
        }
        told = waits;
        return waits == null;
    }

    /** What an import waits for, null if its window is open or it has none. */
    static @Nullable String waitsFor(@Nullable Window window, Instant now) {
        return window == null || window.isOpen(now)
                ? null
                : "its window, until " + TIME.format(window.nextOpening(now));
    }
}
