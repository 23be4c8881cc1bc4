package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file as scanners read them: unpacked, and in a charset that extends ASCII.
 *
 * @param packing how the file is packed
 * @param transcoded the charset whose text is turned into UTF-8 with a mark, null if bytes are read as they are
 * @param mark the UTF-8 byte order mark that the bytes begin with, empty if there is none
 * @param size of the file on the disk; another one, found at its end, is a change
 */
record Source(Path path, Packing packing, @Nullable Charset transcoded, byte[] mark, long size) {
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NO_MARK = {};

    /** Looks at the file's byte order mark, which counts more than what a charset parameter says. */
    static Source of(Path path, Packing packing) throws IOException {
        Source plain = new Source(path, packing, null, NO_MARK, Files.size(path));
        byte[] head = Content.head(plain);
        if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
            return new Source(path, packing, null, UTF_8_MARK, plain.size);
        }
        if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
            return plain.transcodedFrom(Charset.forName("UTF-32BE"));
        }
        if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
            return plain.transcodedFrom(Charset.forName("UTF-32LE"));
        }
        if (startsWith(head, 0xFE, 0xFF)) {
            return plain.transcodedFrom(StandardCharsets.UTF_16BE);
        }
        return startsWith(head, 0xFF, 0xFE) ? plain.transcodedFrom(StandardCharsets.UTF_16LE) : plain;
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (head.length <= i || head[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** The same file, read as text in this charset, unless a byte order mark says otherwise. */
    Source transcodedFrom(Charset charset) {
        return mark.length > 0 ? this : new Source(path, packing, charset, UTF_8_MARK, size);
    }

    /** Whether reading can begin in the middle; else what is before is read and thrown away. */
    boolean isSeekable() {
        return packing == Packing.NONE && transcoded == null;
    }

    /** Opens the file at an offset of its bytes as scanners count them. */
    SourceStream at(long offset) throws IOException {
        FileStream file = new FileStream(path, isSeekable() ? offset : 0, size);
        try {
            InputStream in = packing.unpack(path, file);
            SourceStream stream =
                    new SourceStream(transcoded == null ? in : new Transcoding(in, transcoded, UTF_8_MARK), file);
            stream.skipNBytes(isSeekable() ? 0 : offset);
            return stream;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
