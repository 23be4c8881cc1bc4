package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in an inbox and no job has taken, since when and why; told once in the log after an hour. */
final class Waiting {
    static final Duration TOLD_AFTER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
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
    void look(Map<Path, @Nullable String> now) throws IOException {
        since.keySet().retainAll(now.keySet());
        told.retainAll(now.keySet());
        List<WaitingFile> found = new ArrayList<>();
        for (Map.Entry<Path, @Nullable String> one : now.entrySet()) {
            try {
                found.add(waiting(one.getKey(), one.getValue()));
            } catch (NoSuchFileException e) {
                // taken away meanwhile
            }
        }
        found.sort(Comparator.comparing(WaitingFile::since).thenComparing(WaitingFile::file));
        files = found;
    }

    private WaitingFile waiting(Path file, @Nullable String reason) throws IOException {
        Instant came = since.get(file);
        if (came == null) {
            came = came(file);
            since.put(file, came);
        }
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
    private Instant came(Path file) throws IOException {
        Instant changed;
        try {
            changed = ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // a system without this time
            changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        }
        Instant now = clock.instant();
        return changed.isBefore(now) ? changed : now;
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
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
