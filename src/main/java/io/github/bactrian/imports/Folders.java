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

    /** Renames, or copies to another device; durable when it returns, and the target is there whole or not at all. */
    static void move(Path from, Path to) throws IOException {
        OwnerOnly.directory(of(to));
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Path temporary = to.resolveSibling("." + to.getFileName() + ".tmp");
            OwnerOnly.file(temporary);
            Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
            OwnerOnly.restrict(temporary);
            force(temporary);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(of(to));
            Files.delete(from);
        }
        force(of(to));
        force(of(from));
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
