package io.github.bactrian.imports;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in an inbox and is not taken: shown after seconds, and told once in the log after an hour. */
final class Waiting {
    static final Duration SHOWN_AFTER = Duration.ofSeconds(10);
    static final Duration TOLD_AFTER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final int MOST_SHOWN = 20;

    private final String importName;
    private final Clock clock;
    private final Map<Path, String> reasons = new TreeMap<>();
    private final Map<Path, Instant> since = new HashMap<>();
    private final Set<Path> told = new HashSet<>();

    Waiting(String importName, Clock clock) {
        this.importName = importName;
        this.clock = clock;
    }

    /** @param now why each file that lies there is not taken, with the way out */
    void look(Map<Path, String> now) {
        reasons.clear();
        reasons.putAll(now);
        since.keySet().retainAll(now.keySet());
        told.retainAll(now.keySet());
        reasons.forEach((file, reason) -> {
            since.putIfAbsent(file, clock.instant());
            if (isOlder(file, TOLD_AFTER) && told.add(file)) {
                LOG.warn("Import {}: not taken since {}: {}", importName, time(file), reason);
            }
        });
    }

    /** What operators are shown, one sentence for each file. */
    List<String> shown() {
        return reasons.keySet().stream()
                .filter(file -> isOlder(file, SHOWN_AFTER))
                .limit(MOST_SHOWN)
                .map(file -> ("since " + time(file) + ": " + reasons.get(file)).replaceAll("\\p{Cntrl}", "?"))
                .toList();
    }

    private boolean isOlder(Path file, Duration age) {
        return !clock.instant()
                .isBefore(since.getOrDefault(file, Instant.MAX.minus(age)).plus(age));
    }

    private String time(Path file) {
        return TIME.format(since.getOrDefault(file, clock.instant()).atZone(ZoneId.systemDefault()));
    }
}
