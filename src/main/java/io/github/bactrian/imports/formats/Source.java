package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The bytes of a file.
 *
 * @param mark the UTF-8 byte order mark, empty if there is none
 */
record Source(Path path, byte[] mark) {
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    static Source of(Path path) throws IOException {
        byte[] head = Content.head(new Source(path, new byte[0]));
        if (head.length >= 2 && head[0] == 'P' && head[1] == 'K') {
            throw new UnreadableFileException(
                    "the file is an Excel workbook or a zip archive; save it as \"CSV UTF-8\"");
        }
        if (head.length >= 2 && (head[0] & head[1]) == (byte) 0xFE && head[0] != head[1]) {
            throw new UnreadableFileException("the file is UTF-16 text; save it as \"CSV UTF-8\"");
        }
        boolean marked = head.length >= 3 && Arrays.equals(head, 0, 3, UTF_8_MARK, 0, 3);
        return new Source(path, marked ? UTF_8_MARK : new byte[0]);
    }

    InputStream at(long offset) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        channel.position(offset);
        return Channels.newInputStream(channel);
    }
}
