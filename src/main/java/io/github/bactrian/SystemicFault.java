package io.github.bactrian;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Implemented by exceptions whose cause lies outside of the message at hand: every other message would meet it too. Work
 * is held, not failed.
 */
@PublicApi
public interface SystemicFault {

    /** True if nothing changes before a person acts (a wrong secret); false if it passes by itself (an issuer that is down). */
    boolean needsAction();

    /** The earliest time at which a new attempt makes sense; null if nobody said. */
    @Nullable
    Instant retryAt();

    /** What happened, where, and what to do: one or two sentences, free of secrets. */
    String getMessage();
}
