package io.github.bactrian.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rows of a job that are on their way through the route. Not thread-safe. */
final class Flights {
    private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Job job;
    private final Set<Flight> flights = new HashSet<>();
    private @Nullable String hanging;
    private Instant nextLook = Instant.MIN;

    Flights(Job job) {
        this.job = job;
    }

    void begin(Flight flight) {
        flights.add(flight);
    }

    void end(Flight flight) {
        flights.remove(flight);
    }

    /** Tells once of each that hangs; looks every few seconds, however often it is called. */
    void tellWhatHangs(Instant now) {
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(LOOK_EVERY);
        for (Flight flight : flights) {
            String what = flight.hangs(now);
            if (what != null) {
                hanging = what;
                LOG.warn(
                        "Import {}, job {}: {}. If it never ends, kill the process: it is then run alone, and set"
                                + " aside when the process dies again while it runs",
                        job.importName(),
                        job.id(),
                        what);
            }
        }
    }

    /** What hangs, as far as is known; null if nothing does. */
    @Nullable
    String hanging() {
        return flights.isEmpty() ? null : hanging;
    }
}
