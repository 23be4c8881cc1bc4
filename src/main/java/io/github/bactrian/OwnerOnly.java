package io.github.bactrian;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and directories that only their owner can read, whatever the umask, where the file system knows owners (POSIX).
 * No method here follows a link that has the name of a file.
 */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Creates the directory and missing parents; what exists is left as it is. */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory, "rwx------"));
        }
    }

    /** The same for a directory that others drop files into: its group may do so, where the umask lets it. */
    public static void inbox(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory, "rwxrwx---"));
        }
    }

    /** Creates an empty file, or leaves the one that exists and takes away what others may do with it. */
    public static void file(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            restrict(file);
        }
    }

    /** Opens a new file for writing, in place of one that has its name. */
    public static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes(file, "rw-------"));
    }

    /** Opens a new file for reading and writing; fails if there is anything of this name, a link included. */
    public static FileChannel createNew(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE_NEW, READ, WRITE), attributes(file, "rw-------"));
    }

    /**
     * Takes away what others may do with a file in a directory that only this user can change; fails on a link. The file is
     * not opened for it: closing it again would give up the locks that SQLite holds on a ledger.
     */
    public static void restrict(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "is a link; remove it");
        }
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
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
