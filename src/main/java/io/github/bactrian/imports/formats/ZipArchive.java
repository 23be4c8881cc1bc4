package io.github.bactrian.imports.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** An archive that holds one file of data, besides what operating systems put there. */
final class ZipArchive {
    private ZipArchive() {}

    /**
     * Opens an archive and reads its directory.
     *
     * @throws UnreadableFileException if it is damaged, saying so of what it is
     */
    static ZipFile open(Path path, String damaged) throws IOException {
        try {
            return new ZipFile(path.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            String why = e instanceof EOFException ? "its directory is cut off" : e.getMessage();
            throw new UnreadableFileException(damaged + ": " + why, e);
        }
    }

    /** The name of the one file in it. */
    static String onlyEntry(Path path) throws IOException {
        try (ZipFile zip = open(path, "the file is not a whole zip archive")) {
            List<String> names = zip.stream()
                    .filter(ZipArchive::isData)
                    .map(ZipEntry::getName)
                    .limit(3)
                    .toList();
            if (names.size() == 1) {
                return names.get(0);
            }
            throw new UnreadableFileException("the archive holds "
                    + (names.isEmpty() ? "no file" : "more than one file (" + String.join(", ", names) + ")")
                    + "; put exactly one into it, or drop the files unpacked");
        }
    }

    /** Reads on to that file. What is read from here on is checked against its checksum. */
    static InputStream only(Path path, ZipInputStream in) throws IOException {
        String wanted = onlyEntry(path);
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (entry.getName().equals(wanted)) {
                return in;
            }
        }
        throw new ZipException("its directory names " + wanted + ", which is not in it");
    }

    private static boolean isData(ZipEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory() && !name.startsWith("__MACOSX/") && !name.matches("(?s)(.*/)?\\.[^/]*");
    }
}
