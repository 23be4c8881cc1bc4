package io.github.bactrian.imports;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one look tells of a file that somebody put into the inbox, or of a name for something else. Whoever may write an inbox
 * could have this process read a file that they must not read themselves: by a link, or by a second name (hard link) of it.
 *
 * @param modified when it was written last
 * @param changed when it was written, renamed or given rights last; where the system does not tell, when it was written last
 * @param objection why it is not to be read, null if it is a file of one name
 */
record DroppedFile(
        Path path,
        long size,
        FileTime modified,
        FileTime changed,
        @Nullable String objection) {
    private static final int MAX_LINKS = 40;

    /**
     * Looks once, because an inbox may hold very many.
     *
     * @throws java.nio.file.NoSuchFileException if nothing has this name
     */
    static DroppedFile of(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        Map<String, Object> is = Files.readAttributes(
                file,
                (unix ? "unix:ctime,nlink," : "") + "size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink",
                NOFOLLOW_LINKS);
        FileTime modified = value(is, "lastModifiedTime", FileTime.class);
        FileTime changed = unix ? value(is, "ctime", FileTime.class) : modified;
        int names = unix ? value(is, "nlink", Integer.class) : 1;
        return new DroppedFile(file, value(is, "size", Long.class), modified, changed, objection(is, names));
    }

    private static <T> T value(Map<String, Object> all, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(all.get(name), name));
    }

    private static @Nullable String objection(Map<String, Object> is, int names) {
        if (value(is, "isSymbolicLink", Boolean.class)) {
            return "a link; drop the file itself";
        }
        if (!value(is, "isRegularFile", Boolean.class)) {
            return value(is, "isDirectory", Boolean.class) ? "a directory" : "no regular file";
        }
        return names > 1 ? "a file with a second name (a hard link); drop a copy, or remove the other name" : null;
    }

    /** Why what has this name is not to be read, null if it is a file of one name. */
    static @Nullable String objection(Path file) throws IOException {
        return of(file).objection();
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
}
