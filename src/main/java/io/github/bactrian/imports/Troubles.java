package io.github.bactrian.imports;

import io.github.bactrian.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and jobs that cannot be worked on now: each rests for a growing time while others go on, and is told of once. */
final class Troubles {
    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);
    private static final Backoff REST = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final String importName;
    private final Clock clock;
    private final Map<String, Trouble> troubles = new HashMap<>();

    private record Trouble(int times, Instant until) {}

    Troubles(String importName, Clock clock) {
        this.importName = importName;
        this.clock = clock;
    }

    boolean isResting(String id) {
        Trouble trouble = troubles.get(id);
        return trouble != null && clock.instant().isBefore(trouble.until());
    }

    /** @param what to be told of */
    void rest(String id, String what, Exception cause) {
        int times = troubles.containsKey(id) ? troubles.get(id).times() + 1 : 1;
        troubles.put(id, new Trouble(times, clock.instant().plus(REST.after(times))));
        if (times == 1 && !(cause instanceof LedgerException)) {
            LOG.error("Import {}: {}: {}; tried again until it succeeds", importName, what, cause.toString());
        }
        LOG.debug("Import {}: {}, {} times", importName, what, times, cause);
    }

    void over(String id) {
        troubles.remove(id);
    }
}
