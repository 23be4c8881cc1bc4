package io.github.bactrian.imports.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** What a part of a workbook unpacks to: bounded, and compared with its checksum at its end. */
final class XlsxPart extends BlockStream {
    private static final int MAX_RATIO = 200;
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long MAX_BYTES = 16L << 30;

    private final InputStream in;
    private final ZipEntry entry;
    private final long allowed;
    private final CRC32 checksum = new CRC32();
    private long count;

    XlsxPart(InputStream in, ZipEntry entry) {
        this.in = in;
        this.entry = entry;
        this.allowed = Math.min(MAX_BYTES, Math.max(ALWAYS_ALLOWED, MAX_RATIO * entry.getCompressedSize()));
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        try {
            int n = in.read(to, offset, length);
            if (n < 0) {
                requireWhole();
                return n;
            }
            checksum.update(to, offset, n);
            count += n;
            requireBounded();
            return n;
        } catch (ZipException | EOFException e) {
            throw new UnreadableFileException("the workbook is damaged or cut off: " + e.getMessage(), e);
        }
    }

    private void requireWhole() throws UnreadableFileException {
        if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
            throw new UnreadableFileException(
                    "the workbook is damaged: what " + entry.getName() + " unpacks to does not have its checksum");
        }
    }

    private void requireBounded() throws UnreadableFileException {
        if (count > allowed) {
            throw new UnreadableFileException("the workbook unpacks to more than can be read (" + entry.getName()
                    + " to more than " + (allowed >> 20) + " MiB); save the sheet as CSV");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
