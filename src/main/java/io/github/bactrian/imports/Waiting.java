package io.github.bactrian.imports;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in an inbox and no job has taken, since when and why; told once in the log after an hour. */
final class Waiting {
    static final Duration TOLD_AFTER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MOST = 20;

    private final ImportSettings settings;
    private final Clock clock;
    private final Map<Path, Instant> since = new HashMap<>();
    private final Set<Path> told = new HashSet<>();
    private List<WaitingFile> files = List.of();

    Waiting(ImportSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @param now the files that lie there, each with why it cannot be taken, null if it can */
    void look(Map<DroppedFile, @Nullable String> now) {
        Set<Path> paths = now.keySet().stream().map(DroppedFile::path).collect(Collectors.toSet());
        since.keySet().retainAll(paths);
        told.retainAll(paths);
        List<WaitingFile> found = new ArrayList<>();
        now.forEach((file, reason) -> found.add(waiting(file, reason)));
        found.sort(Comparator.comparing(WaitingFile::since).thenComparing(WaitingFile::file));
        files = found;
    }

    private WaitingFile waiting(DroppedFile dropped, @Nullable String reason) {
        Path file = dropped.path();
        Instant came = since.computeIfAbsent(file, path -> came(dropped));
        if (reason != null && isOlder(came, TOLD_AFTER) && told.add(file)) {
            LOG.warn(
                    "Import {}: not taken since {}: {} {}",
                    settings.name(),
                    TIME.format(came.atZone(ZoneId.systemDefault())),
                    file,
                    reason);
        }
        return new WaitingFile(
                printable(file.getFileName().toString()), came, reason == null ? null : printable(reason));
    }

    /** A file that is moved keeps the time at which it was written; the time of its last change is that of the move. */
    private Instant came(DroppedFile file) {
        Instant changed = file.changed().toInstant();
        Instant now = clock.instant();
        return changed.isBefore(now) ? changed : now;
    }

    private static String printable(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    private boolean isOlder(Instant came, Duration age) {
        return !clock.instant().isBefore(came.plus(age));
    }

    /** Those that have been there for a while. */
    InboxState state(Duration age) {
        List<WaitingFile> old =
                files.stream().filter(file -> isOlder(file.since(), age)).toList();
        return new InboxState(
                settings.name(),
                settings.directory().toString(),
                old.size(),
                old.isEmpty() ? null : old.get(0).since(),
                old.stream().limit(MOST).toList());
    }
}
