package io.github.bactrian.http;

import io.github.bactrian.PublicApi;
import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The API asked for a longer wait than a call may take; no call was sent, or the one sent was refused unprocessed. */
@PublicApi
public final class ThrottledException extends IOException implements SystemicFault {

    private final Instant retryAt;

    /** @param requestId of the last call that was refused, in words; empty if the answer had none */
    ThrottledException(String whose, Instant retryAt, String requestId) {
        super(whose + ": the API is throttling, and asks for no call before " + retryAt.truncatedTo(ChronoUnit.SECONDS)
                + ", which is longer than call.max-wait allows" + requestId);
        this.retryAt = retryAt;
    }

    @Override
    public boolean needsAction() {
        return false;
    }

    /** When the gate opens again. */
    @Override
    public Instant retryAt() {
        return retryAt;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
