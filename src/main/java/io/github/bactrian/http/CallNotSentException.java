package io.github.bactrian.http;

import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call failed before its first byte: it may be made again without further thought. */
public final class CallNotSentException extends IOException implements SystemicFault {

    private final boolean needsAction;

    CallNotSentException(String message, boolean needsAction, @Nullable Throwable cause) {
        super(message, cause);
        this.needsAction = needsAction;
    }

    @Override
    public boolean needsAction() {
        return needsAction;
    }

    /** Always null: nobody says when a connection will stand. */
    @Override
    public @Nullable Instant retryAt() {
        return null;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
