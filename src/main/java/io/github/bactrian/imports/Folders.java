package io.github.bactrian.imports;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The folders that an import keeps in its directory.
 *
 * @param inbox where files are dropped
 */
record Folders(Path inbox) {
    /** Those that everybody can see. */
    static final Set<String> NAMES = Set.of("done", "rejects", "unknown", "failed");

    Path work() {
        return inbox.resolve(".work");
    }

    Path rejects() {
        return inbox.resolve("rejects");
    }

    Path unknown() {
        return inbox.resolve("unknown");
    }

    /** The file of a job's unknown rows, whose ending tells the format that they are written in; empty if there is none. */
    Optional<Path> unknownOf(Job job) throws IOException {
        if (!Files.exists(unknown(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        FolderCustody.requireOwn(unknown());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(unknown(), job.id() + "-*")) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
    }

    /** Where a file goes at its job's end; a stopped job's stays where it is. */
    Path after(Status status) {
        return switch (status) {
            case FAILED, INCOMPLETE -> inbox.resolve("failed");
            case STOPPED -> work();
            default -> inbox.resolve("done");
        };
    }

    /**
     * Makes the directory and its work folder, if they are missing.
     *
     * @throws IOException if others could exchange the folders; the message is the remedy
     */
    void create() throws IOException {
        OwnerOnly.inbox(inbox);
        FolderCustody.requireInbox(inbox);
        ready(work());
        for (String name : NAMES) {
            if (Files.exists(inbox.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                FolderCustody.requireOwn(inbox.resolve(name));
            }
        }
    }

    /** Makes a folder that is about to be written to, if it is missing, and refuses one that is not this process' own. */
    static void ready(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            OwnerOnly.directory(folder);
        }
        FolderCustody.requireOwn(folder);
    }

    /** Renames, or copies to another device; durable when it returns, and the target is there whole or not at all. */
    static void move(Path from, Path to) throws IOException {
        rename(from, to);
        force(of(to));
        force(of(from));
    }

    /** The same, but not durable before both directories are forced. */
    static void rename(Path from, Path to) throws IOException {
        ready(of(to));
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Path temporary = to.resolveSibling("." + to.getFileName() + ".tmp");
            try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                    OutputStream out = Channels.newOutputStream(OwnerOnly.create(temporary))) {
                in.transferTo(out);
            }
            force(temporary);
            Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(of(to));
            Files.delete(from);
        }
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
