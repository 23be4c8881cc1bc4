package io.github.bactrian.http;

import io.github.bactrian.PublicApi;
import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call failed before its first byte: it may be made again without further thought. */
@PublicApi
public final class CallNotSentException extends IOException implements SystemicFault {

    private final boolean needsAction;
    private final boolean passing;

    CallNotSentException(String message, boolean needsAction, @Nullable Throwable cause) {
        this(message, needsAction, false, cause);
    }

    private CallNotSentException(String message, boolean needsAction, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.needsAction = needsAction;
        this.passing = passing;
    }

    /** The way to the API was not open; it may be in a moment. */
    static CallNotSentException unreachable(String message, @Nullable Throwable cause) {
        return new CallNotSentException(message, false, true, cause);
    }

    /** Whether the call is worth another attempt at once. */
    boolean isPassing() {
        return passing;
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
