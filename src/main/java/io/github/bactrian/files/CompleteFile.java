package io.github.bactrian.files;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that appears under its name only when it is complete and on the disk. Until then it is a hidden one beside it,
 * {@code .<name>.part}, readable by its owner alone; one that an earlier process left there is replaced.
 */
final class CompleteFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;

    private CompleteFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** Makes missing directories as well. */
    static CompleteFile open(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path directory = target.resolveSibling("");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(target, "rwx------"));
        }
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.deleteIfExists(part);
        return new CompleteFile(
                target, part, FileChannel.open(part, Set.of(CREATE_NEW, WRITE), ownerOnly(target, "rw-------")));
    }

    OutputStream out() {
        return out;
    }

    /** Gives the file its name, replacing one that has it. */
    void complete() throws IOException {
        out.flush();
        channel.force(true);
        channel.close();
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (isPosix(target)) {
            // The name is on the disk only when its directory is; other systems cannot be told.
            try (FileChannel directory = FileChannel.open(target.resolveSibling(""), READ)) {
                directory.force(true);
            }
        }
    }

    /** Drops what was written unless it is complete. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
