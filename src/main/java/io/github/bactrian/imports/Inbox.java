package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds files that were dropped and are complete: unchanged for the quiet period, or marked as done. */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Looking takes this part of the time at most: a look at very many files takes a while. */
    private static final int SHARE = 10;

    private final ImportSettings settings;
    private final Clock clock;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Set<Path> ignored = new HashSet<>();
    private final Waiting waiting;
    private final Deque<DroppedFile> ready = new ArrayDeque<>();
    private Instant looked = Instant.EPOCH;
    private Duration fresh = FRESH;

    private record Seen(long size, FileTime modified, Instant since) {}

    Inbox(ImportSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.waiting = new Waiting(settings, clock);
    }

    /** The complete files, those first that were changed first. */
    synchronized List<Path> complete() throws IOException {
        look();
        return ready.stream().map(DroppedFile::path).toList();
    }

    private void look() throws IOException {
        long begin = System.nanoTime();
        looked = clock.instant();
        List<DroppedFile> all = files();
        Set<Path> paths = all.stream().map(DroppedFile::path).collect(Collectors.toSet());
        seen.keySet().retainAll(paths);
        ignored.retainAll(paths);
        ready.clear();
        Map<DroppedFile, @Nullable String> lying = new LinkedHashMap<>();
        for (DroppedFile file : all) {
            if (!settings.takes(file.path().getFileName())) {
                String why = whyNotTaken(file.path());
                if (why != null) {
                    lying.put(file, why);
                }
            } else if (isComplete(file)) {
                ready.add(file);
                lying.put(file, null);
            } else if (!ignored.contains(file.path())) {
                lying.put(file, whyIncomplete(file.path()));
            }
        }
        waiting.look(lying);
        Duration took = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SHARE);
        fresh = took.compareTo(FRESH) > 0 ? took : FRESH;
    }

    /** Looks unless that was done within a second, or has only just ended if it takes long. */
    synchronized void lookAgain() throws IOException {
        if (!clock.instant().isBefore(looked.plus(fresh))) {
            look();
        }
    }

    /** Looks for files to be taken, unless the last look found some that are left. */
    synchronized void refresh() throws IOException {
        if (ready.isEmpty()) {
            look();
        } else {
            lookAgain();
        }
    }

    /** The next complete file that the last look found, and that is complete still; null if none is left. Gives each once. */
    synchronized @Nullable DroppedFile next() {
        for (DroppedFile file = ready.poll(); file != null; file = ready.poll()) {
            try {
                DroppedFile now = DroppedFile.of(file.path());
                if (isComplete(now)) {
                    return now;
                }
            } catch (IOException e) {
                LOG.debug("{} has gone meanwhile", file.path(), e);
            }
        }
        return null;
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

    private List<DroppedFile> files() throws IOException {
        List<DroppedFile> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(settings.directory())) {
            for (Path entry : entries) {
                if (ImportSettings.isFinished(entry.getFileName())
                        && !Folders.NAMES.contains(entry.getFileName().toString())) {
                    addIfThere(entry, files);
                }
            }
        }
        files.sort(Comparator.comparing(DroppedFile::modified).thenComparing(DroppedFile::path));
        return files;
    }

    private static void addIfThere(Path entry, List<DroppedFile> files) throws IOException {
        try {
            files.add(DroppedFile.of(entry));
        } catch (NoSuchFileException e) {
            LOG.debug("{} has gone meanwhile", entry, e);
        }
    }

    private boolean isComplete(DroppedFile file) {
        if (file.objection() != null) {
            if (ignored.add(file.path())) {
                LOG.warn(
                        "Import {}: {} is left alone, because it is {}",
                        settings.name(),
                        file.path(),
                        file.objection());
            }
            return false;
        }
        ignored.remove(file.path());
        return settings.doneFileName() != null ? isMarked(file.path()) : isQuiet(file);
    }

    private boolean isMarked(Path file) {
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

    private boolean isQuiet(DroppedFile now) {
        Seen before = seen.get(now.path());
        if (before == null || before.size() != now.size() || !before.modified().equals(now.modified())) {
            seen.put(now.path(), new Seen(now.size(), now.modified(), clock.instant()));
            return settings.quietPeriod().isZero();
        }
        return !clock.instant().isBefore(before.since().plus(settings.quietPeriod()));
    }
}
