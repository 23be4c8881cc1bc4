package io.github.bactrian.imports;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Tells files that somebody put into the inbox from names for something else. Whoever may write an inbox could have this
 * process read a file that they must not read themselves: by a link, or by a second name (hard link) of it.
 */
final class DroppedFile {
    private static final int MAX_LINKS = 40;

    private DroppedFile() {}

    /**
     * Why what has this name is not to be read, null if it is a file of one name.
     *
     * @throws java.nio.file.NoSuchFileException if nothing has this name
     */
    static @Nullable String objection(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            return "a link; drop the file itself";
        }
        if (!attributes.isRegularFile()) {
            return attributes.isDirectory() ? "a directory" : "no regular file";
        }
        return names(file) > 1
                ? "a file with a second name (a hard link); drop a copy, or remove the other name"
                : null;
    }

    /**
     * Opens a file that an operator names. Links to it are followed if they are the operator's own or root's: the directory
     * may be one in which others make links.
     */
    static InputStream open(Path named) throws IOException {
        Path file = named.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MAX_LINKS || !FolderCustody.isOwn(file)) {
                throw new IOException(
                        file + " is a link " + (links == MAX_LINKS ? "in a circle" : "that another user made")
                                + ", so it is not followed; name the file itself");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        return Files.newInputStream(file, NOFOLLOW_LINKS);
    }

    private static int names(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (Integer) Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS)
                : 1;
    }
}
