package io.github.bactrian.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Slows down whoever tries passwords: a few may be wrong, then one a second from the same address is looked at. */
final class Guesses {
    private static final int AT_ONCE = 10;
    private static final Duration EACH = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 1000;
    private static final Logger LOG = LoggerFactory.getLogger(Guesses.class);

    /** When all wrong guesses of an address will be forgiven, each after its second. */
    private final Map<String, Instant> forgiven = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private final InstantSource clock;
    private Instant nextWarning = Instant.MIN;
    private long unsaid;

    Guesses(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a password from there is looked at now. */
    synchronized boolean mayTry(String address) {
        Instant full = forgiven.getOrDefault(address, Instant.MIN);
        return full.isBefore(clock.instant().plus(EACH.multipliedBy(AT_ONCE)));
    }

    synchronized void wrong(String address) {
        Instant now = clock.instant();
        Instant start = forgiven.getOrDefault(address, now);
        forgiven.put(address, (start.isBefore(now) ? now : start).plus(EACH));
        unsaid++;
        if (!now.isBefore(nextWarning)) {
            LOG.warn(
                    "The page was asked with a wrong password from {}; wrong ones since this was last said: {}",
                    address,
                    unsaid);
            nextWarning = now.plus(BETWEEN_WARNINGS);
            unsaid = 0;
        }
    }
}
