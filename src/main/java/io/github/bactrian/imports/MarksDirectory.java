package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where marks are kept: a directory in memory. What a process wrote there is there until the machine goes down, whatever
 * becomes of the process. Pages of a disk's file system prove nothing: if that fails, they come back old or empty.
 */
final class MarksDirectory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Path PROCESSES = Path.of("/proc/self/ns/pid");
    private static final String MACHINE = "pid:[4026531836]";
    private static final int FIRST_PERSON = 1000;

    private MarksDirectory() {}

    /** The system's own; null if it has none. */
    static @Nullable Path standard() {
        return isInMemory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : null;
    }

    /**
     * Passes a directory that {@code bactrian.marks} names.
     *
     * @throws IOException if marks would prove nothing there, or others could exchange them; the message is the remedy
     */
    static Path named(Path directory) throws IOException {
        if (!isInMemory(directory)) {
            throw new IOException("bactrian.marks names " + directory + ", which is "
                    + (Files.isDirectory(directory) ? "on a disk" : "no directory here")
                    + ". Marks prove something only in memory that outlives the process: name a directory on a tmpfs of"
                    + " Linux, or remove the key");
        }
        FolderCustody.requireUnchangeable(directory);
        return directory;
    }

    /** What becomes unknown if the process is killed, where that is more than its calls on the wire; null else. */
    static @Nullable String costOfKill(@Nullable Path directory) {
        String cost =
                "If this process is killed, rows that it may have sent become unknown, as after a loss of power: of each job"
                        + " at work those read in the last 0.2 s, " + Reservation.LEAST + " at least and "
                        + Reservation.MOST
                        + " at most (docs/outcomes.md)";
        if (directory == null) {
            return "No memory here outlives a process (/dev/shm). " + cost;
        }
        if (!directory.equals(SHARED_MEMORY)) {
            return null;
        }
        String remedy = ". To avoid that, set bactrian.marks to a directory in memory that outlives it";
        if (isInContainer()) {
            return "Marks of calls are kept in /dev/shm, which may end with this container. Then: " + cost + remedy;
        }
        return isPerson()
                ? "Marks of calls are kept in /dev/shm, from which systemd may remove them when this user logs out"
                        + " (RemoveIPC). Then: " + cost + remedy
                : null;
    }

    static boolean isInMemory(Path directory) {
        try {
            return !Owner.boot().isEmpty()
                    && Files.isDirectory(directory)
                    && IN_MEMORY.contains(Files.getFileStore(directory).type());
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private static boolean isInContainer() {
        try {
            return !Files.readSymbolicLink(PROCESSES).toString().equals(MACHINE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isPerson() {
        try {
            return Files.exists(Path.of("/run/systemd/system"))
                    && (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") >= FIRST_PERSON;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
