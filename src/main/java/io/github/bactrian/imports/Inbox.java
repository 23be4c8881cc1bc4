package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds files that were dropped and are complete: unchanged for the quiet period, or marked as done. */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final ImportSettings settings;
    private final Clock clock;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Set<Path> ignored = new HashSet<>();
    private final Waiting waiting;
    private Instant looked = Instant.EPOCH;

    private record Seen(long size, Instant modified, Instant since) {}

    Inbox(ImportSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.waiting = new Waiting(settings, clock);
    }

    /** The complete files, those first that were changed first. */
    synchronized List<Path> complete() throws IOException {
        looked = clock.instant();
        List<Path> all = files();
        seen.keySet().retainAll(all);
        ignored.retainAll(all);
        List<Path> complete = new ArrayList<>();
        Map<Path, @Nullable String> lying = new HashMap<>();
        for (Path file : all) {
            if (!settings.takes(file.getFileName())) {
                String why = whyNotTaken(file);
                if (why != null) {
                    lying.put(file, why);
                }
            } else if (isComplete(file)) {
                complete.add(file);
                lying.put(file, null);
            } else if (!ignored.contains(file)) {
                lying.put(file, whyIncomplete(file));
            }
        }
        waiting.look(lying);
        return complete;
    }

    /** Looks unless that was done within a second. */
    synchronized void lookAgain() throws IOException {
        if (!clock.instant().isBefore(looked.plus(FRESH))) {
            List<Path> unused = complete();
        }
    }

    /** What has lain there for a while, as it was when somebody last looked. */
    synchronized InboxState state(Duration age) {
        return waiting.state(age);
    }

    private String whyIncomplete(Path file) {
        return settings.doneFileName() == null
                ? "may still be written to: it changed within the last "
                        + settings.quietPeriod().toSeconds() + " s (quietPeriod)"
                : "has no marker " + marker(file) + "; make that file when this one is complete (doneFileName="
                        + settings.doneFileName() + ")";
    }

    /** Why a file is not even looked at, null if it is or if its name says so. */
    private @Nullable String whyNotTaken(Path file) {
        Path name = file.getFileName();
        String marked = settings.marked(name.toString());
        if (marked != null) {
            Path data = settings.directory().resolve(marked);
            return Files.exists(data)
                    ? null
                    : "marks " + data + " as complete, which is not there; drop that file, or remove the marker";
        }
        return settings.isIncluded(name) || settings.isMarker(name.toString())
                ? null
                : "has a name that include=" + settings.include() + " does not take; rename or remove it";
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(settings.directory())) {
            for (Path entry : entries) {
                if (ImportSettings.isFinished(entry.getFileName())
                        && !Folders.NAMES.contains(entry.getFileName().toString())) {
                    files.add(entry);
                }
            }
        }
        files.sort(Comparator.comparing(Inbox::modified).thenComparing(file -> file));
        return files;
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            LOG.debug("{} has gone meanwhile", file, e);
            return FileTime.fromMillis(0);
        }
    }

    private boolean isComplete(Path file) throws IOException {
        BasicFileAttributes now;
        String objection;
        try {
            objection = DroppedFile.objection(file);
            now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (objection != null) {
            if (ignored.add(file)) {
                LOG.warn("Import {}: {} is left alone, because it is {}", settings.name(), file, objection);
            }
            return false;
        }
        ignored.remove(file);
        return settings.doneFileName() != null ? isMarked(file) : isQuiet(file, now);
    }

    private boolean isMarked(Path file) throws IOException {
        Path marker = marker(file);
        return Files.exists(marker, LinkOption.NOFOLLOW_LINKS);
    }

    private Path marker(Path file) {
        String name = String.valueOf(settings.doneFileName())
                .replace(Parameters.FILE_NAME, file.getFileName().toString());
        return settings.directory().resolve(name);
    }

    /** Called when a file was taken: a marker of its own goes with it, one for all files stays. */
    synchronized void taken(Path file) throws IOException {
        seen.remove(file);
        if (settings.doneFileName() != null && settings.doneFileName().contains(Parameters.FILE_NAME)) {
            Files.deleteIfExists(marker(file));
        }
    }

    private boolean isQuiet(Path file, BasicFileAttributes now) {
        Seen before = seen.get(file);
        Instant modified = now.lastModifiedTime().toInstant();
        if (before == null || before.size() != now.size() || !before.modified().equals(modified)) {
            seen.put(file, new Seen(now.size(), modified, clock.instant()));
            return settings.quietPeriod().isZero();
        }
        return !clock.instant().isBefore(before.since().plus(settings.quietPeriod()));
    }
}
