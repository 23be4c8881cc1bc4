package io.github.bactrian.imports.formats;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files that a workbook is packed of. */
final class XlsxParts implements Closeable {
    private final ZipFile zip;

    private XlsxParts(ZipFile zip) {
        this.zip = zip;
    }

    static XlsxParts open(Path path) throws IOException {
        requireZip(path);
        return new XlsxParts(ZipArchive.open(path, "the workbook is damaged or cut off"));
    }

    private static void requireZip(Path path) throws IOException {
        byte[] head = new byte[4];
        try (InputStream in = Files.newInputStream(path)) {
            in.readNBytes(head, 0, 4);
        }
        if (head[0] == (byte) 0xD0 && head[1] == (byte) 0xCF) {
            throw new UnreadableFileException(
                    "the workbook is encrypted or of an old Excel; save it as .xlsx without a password");
        }
        if (head[0] != 'P' || head[1] != 'K') {
            throw new UnreadableFileException("the file is not an Excel workbook; if it is CSV, name it .csv");
        }
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /**
     * What a part unpacks to.
     *
     * @param offset in what it unpacks to
     */
    InputStream part(String name, long offset) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new UnreadableFileException("the workbook is damaged: it lacks " + name);
        }
        try {
            InputStream part = new XlsxPart(zip.getInputStream(entry), entry);
            part.skipNBytes(offset);
            return part;
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new UnreadableFileException("the workbook is damaged or encrypted: " + e.getMessage(), e);
        }
    }

    /** How many bytes of the workbook have been read if so many were read of what a part unpacks to. */
    long bytesRead(String name, long unpacked) {
        ZipEntry entry = zip.getEntry(name);
        double size = entry == null ? 0 : entry.getSize();
        return size <= 0 ? 0 : (long) (Math.min(1, unpacked / size) * entry.getCompressedSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
