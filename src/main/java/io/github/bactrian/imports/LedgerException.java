package io.github.bactrian.imports;

import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The ledger cannot record, so nothing may be sent. */
final class LedgerException extends IOException implements SystemicFault {
    private final boolean passes;

    private LedgerException(String message, @Nullable Throwable cause, boolean passes) {
        super(message, cause);
        this.passes = passes;
    }

    /** Nothing more can be recorded by this process. */
    LedgerException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** Nothing can be recorded for the moment. */
    static LedgerException passing(String message) {
        return new LedgerException(message, null, true);
    }

    @Override
    public boolean needsAction() {
        return !passes;
    }

    @Override
    public @Nullable Instant retryAt() {
        return null;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
