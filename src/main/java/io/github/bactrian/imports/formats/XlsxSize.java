package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a workbook once and throws it away, to know that it has an end. What its directory says of sizes may be a lie. */
final class XlsxSize {
    private static final int MAX_RATIO = 200;
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long MAX_BYTES = 8L << 30;
    /** Texts that cells share are kept in memory, where they take up to twice the space. */
    private static final long MAX_SHARED = Runtime.getRuntime().maxMemory() / 4;

    private static final int MAX_PARTS = 10_000;

    private XlsxSize() {}

    static void requireBounded(Path path) throws IOException {
        requireZip(path);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.size() > MAX_PARTS || zip.getEntry("xl/workbook.xml") == null) {
                throw new UnreadableFileException("the file is a zip archive, not an Excel workbook");
            }
            long allowed = Math.min(MAX_BYTES, Math.max(ALWAYS_ALLOWED, MAX_RATIO * Files.size(path)));
            for (ZipEntry part : Collections.list(zip.entries())) {
                boolean shared = part.getName().endsWith("/sharedStrings.xml");
                allowed -= size(zip, part, shared ? Math.min(allowed, MAX_SHARED) : allowed);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw new UnreadableFileException("the workbook is damaged or cut off: " + e.getMessage(), e);
        }
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

    private static long size(ZipFile zip, ZipEntry part, long allowed) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = zip.getInputStream(part)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > allowed) {
                    throw new UnreadableFileException(
                            "the workbook unpacks to more than can be read (" + part.getName() + " to more than "
                                    + (allowed >> 20) + " MiB); save the sheet as CSV, or give the daemon more memory");
                }
            }
        }
        return size;
    }
}
