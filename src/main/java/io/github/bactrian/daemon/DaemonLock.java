package io.github.bactrian.daemon;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one process that works on the imports of a ledger; the operating system drops it when the process ends. The
 * file says by which command it is held.
 */
final class DaemonLock implements AutoCloseable {
    /** Beyond what is written, as Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private DaemonLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock that lies beside the ledger.
     *
     * @param command what others shall read that find it taken
     * @return empty if another process holds it
     */
    static Optional<DaemonLock> take(Path ledger, String command) {
        Path file = file(ledger);
        try {
            OwnerOnly.directory(file.toAbsolutePath().resolveSibling(""));
            // whoever may open it can lock it, if only for reading, and so keep the daemon from starting
            OwnerOnly.file(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0).write(ByteBuffer.wrap(command.getBytes(StandardCharsets.UTF_8)));
            return Optional.of(new DaemonLock(channel));
        } catch (IOException e) {
            String what = "No lock can be made beside the ledger " + ledger + ": " + Reasons.of(e);
            throw new StartFault(StartFault.CONFIGURATION, what, e);
        }
    }

    /** The command that holds or last held the lock. */
    static String holder(Path ledger) throws IOException {
        return Files.readString(file(ledger));
    }

    /** Whether a process holds the lock now. */
    static boolean isHeld(Path ledger) throws IOException {
        try (FileChannel channel = FileChannel.open(file(ledger), StandardOpenOption.WRITE)) {
            return locked(channel) == null;
        }
    }

    private static Path file(Path ledger) {
        return ledger.resolveSibling("bactrian.lock");
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
