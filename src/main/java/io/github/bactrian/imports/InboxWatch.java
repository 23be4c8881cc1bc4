package io.github.bactrian.imports;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into an inbox also while a job runs or is paused, and lets the ledger tell other processes what waits there. */
final class InboxWatch implements Runnable {
    /** What is taken sooner does not wait. */
    static final Duration TOLD_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);

    private final Inbox inbox;
    private final ImportTable imports;
    private @Nullable InboxState told;
    private boolean closed;

    InboxWatch(Inbox inbox, Ledger ledger) {
        this.inbox = inbox;
        this.imports = new ImportTable(ledger);
    }

    @Override
    public synchronized void run() {
        try {
            if (!closed) {
                inbox.lookAgain();
                tell(inbox.state(TOLD_AFTER));
            }
        } catch (IOException | RuntimeException e) {
            // the loop that takes files meets the same fault, and says so
            LOG.debug("An inbox cannot be watched now", e);
        }
    }

    private void tell(InboxState now) {
        if (!now.equals(told)) {
            imports.tell(now);
            told = now;
        }
    }

    /** Nobody looks any more, so nothing is known. */
    synchronized void close() {
        closed = true;
        InboxState last = inbox.state(TOLD_AFTER);
        imports.tell(InboxState.empty(last.importName(), last.directory()));
    }
}
