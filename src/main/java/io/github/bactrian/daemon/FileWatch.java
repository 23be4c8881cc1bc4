package io.github.bactrian.daemon;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Sees when somebody saves a route, a test or a property of a working directory. */
final class FileWatch {
    private static final long LOOK_EVERY_MS = 300;

    private final Path directory;
    private Map<Path, State> seen;

    /** Editors may write within the same tick of the clock, but hardly the same number of bytes. */
    private record State(long modified, long bytes) {}

    FileWatch(Path directory) throws IOException {
        this.directory = directory;
        this.seen = look();
    }

    /** Waits until something has changed, and nothing changes any more; the files, relative to the directory. */
    Set<Path> next() throws IOException, InterruptedException {
        Set<Path> all = changed();
        Set<Path> latest = all;
        while (all.isEmpty() || !latest.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            latest = changed();
            all.addAll(latest);
        }
        return all;
    }

    /** What was written, added or removed since the last look. */
    Set<Path> changed() throws IOException {
        Map<Path, State> now = look();
        Set<Path> changed = new TreeSet<>(now.keySet());
        changed.addAll(seen.keySet());
        changed.removeIf(file -> Objects.equals(now.get(file), seen.get(file)));
        seen = now;
        return changed;
    }

    private Map<Path, State> look() throws IOException {
        Map<Path, State> found = new HashMap<>();
        for (Path start : List.of(directory.resolve("routes"), directory)) {
            int depth = start.equals(directory) ? 1 : Integer.MAX_VALUE;
            Files.walkFileTree(start, Set.of(), depth, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                    if (is.isRegularFile() && isWatched(file)) {
                        long modified = is.lastModifiedTime().toMillis();
                        found.put(directory.relativize(file), new State(modified, is.size()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** What is gone before it was looked at was there for the editor's sake, or will be there again. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        }
        return found;
    }

    private static boolean isWatched(Path file) {
        String name = file.toString();
        return name.endsWith(".yaml") || name.endsWith(".properties");
    }
}
