package io.github.bactrian.vault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One secret: read when it is first needed, and again when it is old. One reader at a time. */
final class CachedSecret {

    private static final Logger LOG = LoggerFactory.getLogger(CachedSecret.class);

    private final Supplier<String> vault;
    private final Duration refresh;
    private final Clock clock;
    private @Nullable String value;
    private Instant next = Instant.MIN;

    CachedSecret(Supplier<String> vault, Duration refresh, Clock clock) {
        this.vault = vault;
        this.refresh = refresh;
        this.clock = clock;
    }

    synchronized String value() {
        String held = value;
        if (held != null && clock.instant().isBefore(next)) {
            return held;
        }
        try {
            held = vault.get();
        } catch (IllegalArgumentException e) {
            if (held == null) {
                throw e;
            }
            LOG.warn("{} The value from before stays.", e.getMessage());
        }
        value = held;
        next = clock.instant().plus(refresh);
        return held;
    }
}
