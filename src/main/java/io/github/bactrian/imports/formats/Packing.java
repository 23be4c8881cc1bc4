package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** How a file is packed, told by its name's ending. */
enum Packing {
    NONE(""),
    GZIP(".gz"),
    ZIP(".zip");

    private static final int BUFFER = 1 << 16;

    private final String ending;

    Packing(String ending) {
        this.ending = ending;
    }

    static Packing of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(GZIP.ending) ? GZIP : lower.endsWith(ZIP.ending) ? ZIP : NONE;
    }

    /**
     * The name of what is packed; of an archive, that of its one file.
     *
     * @throws UnreadableFileException if there is not exactly one, or the archive is damaged
     */
    String innerName(Path path, String name) throws IOException {
        return switch (this) {
            case NONE -> name;
            case GZIP -> outerName(name);
            case ZIP -> ZipArchive.onlyEntry(path);
        };
    }

    /** The name of a file that holds unpacked rows of a file with this name; it begins alike, and its ending tells the format. */
    String rejectsName(Path path, String name) throws IOException {
        if (this != ZIP) {
            return outerName(name);
        }
        String inner = ZipArchive.onlyEntry(path);
        String ending = inner.substring(Math.max(inner.lastIndexOf('.'), inner.lastIndexOf('/') + 1));
        return outerName(name).endsWith(ending) ? outerName(name) : outerName(name) + ending;
    }

    private String outerName(String name) {
        return name.substring(0, name.length() - ending.length());
    }

    /**
     * The bytes that the file holds. Reading them fails if there are far more than a packed text can hold.
     *
     * @param file at its beginning
     */
    InputStream unpack(Path path, FileStream file) throws IOException {
        return switch (this) {
            case NONE -> file;
            case GZIP -> new Unpacked(() -> new GZIPInputStream(file, BUFFER), file);
            case ZIP -> new Unpacked(() -> ZipArchive.only(path, new ZipInputStream(file)), file);
        };
    }
}
