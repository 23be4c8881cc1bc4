package io.github.bactrian.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Held by the one process that works on the imports of a ledger; the operating system drops it when the process ends. */
final class DaemonLock implements AutoCloseable {
    private final FileChannel channel;

    private DaemonLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock that lies beside the ledger.
     *
     * @return empty if another process holds it
     */
    static Optional<DaemonLock> take(Path ledger) {
        Path file = ledger.resolveSibling("bactrian.lock");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) != null) {
                return Optional.of(new DaemonLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            String what = file + " cannot be written (" + e.getMessage()
                    + "); bactrian.ledger must lie in a directory of ours";
            throw new StartFault(StartFault.CONFIGURATION, what, e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
