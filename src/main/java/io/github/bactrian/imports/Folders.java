package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The folders that an import keeps in its directory.
 *
 * @param inbox where files are dropped
 */
record Folders(Path inbox) {
    static final String RECEIPT = ".receipt.json";

    Path work() {
        return inbox.resolve(".work");
    }

    Path rejects() {
        return inbox.resolve("rejects");
    }

    Path unknown() {
        return inbox.resolve("unknown");
    }

    /** Where a file goes at its job's end; a stopped job's stays where it is. */
    Path after(Status status) {
        return switch (status) {
            case FAILED, INCOMPLETE -> inbox.resolve("failed");
            case STOPPED -> work();
            default -> inbox.resolve("done");
        };
    }

    /** Makes the directory and its work folder, if they are missing. */
    void create() throws IOException {
        Files.createDirectories(inbox);
        OwnerOnly.directory(work());
    }

    /** Renames within the directory; durable when it returns. */
    static void move(Path from, Path to) throws IOException {
        OwnerOnly.directory(of(to));
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(
                    to.getParent() + " lies on another file system than " + from.getParent()
                            + "; an import's folders must lie on the same one",
                    e);
        }
        force(of(to));
        force(of(from));
    }

    /** Where the receipt lies of a job whose file lies here. */
    static Path receiptOf(Path file) {
        return file.resolveSibling(file.getFileName() + RECEIPT);
    }

    /** The directory that a file lies in. */
    static Path of(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is no file");
    }

    /** Has the operating system write a file or directory to the disk; directories only where it lets them be opened. */
    static void force(Path path) throws IOException {
        boolean directory = Files.isDirectory(path);
        if (directory && java.io.File.separatorChar == '\\') {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
