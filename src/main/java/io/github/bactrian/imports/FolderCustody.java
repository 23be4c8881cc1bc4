package io.github.bactrian.imports;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses folders that another user could exchange for one of their own, or for a link: what is written to such a folder,
 * or read from it, would be of their choice. File systems without POSIX permissions are only checked for links.
 */
final class FolderCustody {
    private static final Logger LOG = LoggerFactory.getLogger(FolderCustody.class);
    private static final int STICKY = 01000;
    private static final int ROOT = 0;

    private FolderCustody() {}

    /** Which user this process works as; what it creates shows that, even where the user has no name. */
    private static final class Self {
        private static final UserPrincipal USER = read();

        private static UserPrincipal read() {
            try {
                Path probe = Files.createTempFile("bactrian-user", null);
                try {
                    return Files.getOwner(probe);
                } finally {
                    Files.delete(probe);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(
                        "No file can be made in " + System.getProperty("java.io.tmpdir")
                                + "; make that directory writable, or name another with -Djava.io.tmpdir",
                        e);
            }
        }
    }

    /**
     * Passes a folder that this process keeps files in.
     *
     * @throws IOException if it is a link, another user's, or writable by others; the message is the remedy
     */
    static void requireOwn(Path folder) throws IOException {
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is " + (Files.isSymbolicLink(folder) ? "a link" : "no directory")
                    + ", so files of the import could end elsewhere. Remove it; it is made again as a directory");
        }
        if (isPosix(folder)) {
            PosixFileAttributes folderIs = Files.readAttributes(folder, PosixFileAttributes.class, NOFOLLOW_LINKS);
            if (!folderIs.owner().equals(Self.USER)) {
                throw new IOException(folder + " belongs to " + folderIs.owner().getName() + ", not to "
                        + Self.USER.getName()
                        + ", as whom this process runs. Remove it, and move its files elsewhere; it is"
                        + " made again");
            }
            if (isWritableByOthers(folderIs)) {
                throw new IOException(folder + " may be written by other users, who could exchange its files."
                        + " Run: chmod go-w " + folder);
            }
        }
    }

    /**
     * Passes an inbox in which others cannot rename the folders of this process. One that others may write gets the sticky
     * bit if it is this process' own.
     *
     * @throws IOException if others can exchange the folders in it; the message is the remedy
     */
    static void requireInbox(Path inbox) throws IOException {
        if (!isPosix(inbox)) {
            return;
        }
        PosixFileAttributes inboxIs = Files.readAttributes(inbox, PosixFileAttributes.class);
        boolean own = inboxIs.owner().equals(Self.USER);
        if (!own && number(inbox, "unix:uid") != ROOT) {
            throw new IOException(inbox + " belongs to " + inboxIs.owner().getName()
                    + ", who could exchange the folders in it. Run: chown " + Self.USER.getName() + " " + inbox
                    + "; those who drop files need no more than its group: chmod 1770 " + inbox);
        }
        int mode = number(inbox, "unix:mode");
        if (isWritableByOthers(inboxIs) && (mode & STICKY) == 0) {
            if (!own) {
                throw new IOException(inbox + " may be written by other users, who could exchange the folders in it."
                        + " Run: chmod +t " + inbox);
            }
            Files.setAttribute(inbox, "unix:mode", mode | STICKY);
            LOG.warn(
                    "{} may be written by other users; it got the sticky bit (chmod +t), so that they cannot exchange the"
                            + " folders in it. They can still drop files, and remove their own",
                    inbox);
        }
    }

    /**
     * Passes a directory in which others can neither remove nor exchange what this user makes.
     *
     * @throws IOException if they can; the message is the remedy
     */
    static void requireUnchangeable(Path directory) throws IOException {
        if (isPosix(directory)) {
            boolean safe = isOwn(directory)
                    && (!isWritableByOthers(Files.readAttributes(directory, PosixFileAttributes.class))
                            || (number(directory, "unix:mode") & STICKY) != 0);
            if (!safe) {
                throw new IOException("In " + directory + " other users could exchange the files of "
                        + Self.USER.getName() + ". Run: chown " + Self.USER.getName() + " " + directory
                        + " && chmod 0700 " + directory);
            }
        }
    }

    /** Whether this is a file with one name that this user made and no other user can read or write. */
    static boolean isOwnFile(Path file) throws IOException {
        PosixFileAttributes fileIs = Files.readAttributes(file, PosixFileAttributes.class, NOFOLLOW_LINKS);
        return fileIs.isRegularFile()
                && fileIs.owner().equals(Self.USER)
                && fileIs.permissions().equals(Set.of(OWNER_READ, OWNER_WRITE))
                && (Integer) Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS) == 1;
    }

    /** Whether this user or root made what has this name; true where the file system knows no owners. */
    static boolean isOwn(Path file) throws IOException {
        return !isPosix(file)
                || Files.getOwner(file, NOFOLLOW_LINKS).equals(Self.USER)
                || (Integer) Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS) == ROOT;
    }

    private static boolean isWritableByOthers(PosixFileAttributes attributes) {
        return !Collections.disjoint(attributes.permissions(), Set.of(GROUP_WRITE, OTHERS_WRITE));
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, attribute);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
