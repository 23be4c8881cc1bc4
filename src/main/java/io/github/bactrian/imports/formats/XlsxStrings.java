package io.github.bactrian.imports.formats;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that cells of a workbook share, as many as there may be. They are read as far as is asked for, and copied in blocks
 * to a temporary file, from where the blocks last used are kept in memory. The file has no name, so that nobody else reads it
 * and nothing is left of it when the process ends.
 */
final class XlsxStrings implements Closeable {
    private static final int BLOCK = 1 << 13;
    private static final int MOST_KEPT = 4 << 20;

    private final String part;
    private final InputStream in;
    private final XmlScanner texts;
    private final ByteArrayOutputStream last = new ByteArrayOutputStream(2 * BLOCK);
    private final Map<Integer, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true);
    private int keptBytes;
    private @Nullable FileChannel file;
    private int count;

    // of each block: its first text, and where it begins; the one behind the last is open
    private int[] firsts = new int[16];
    private long[] offsets = new long[16];
    private int blocks;

    XlsxStrings(XlsxParts parts, String part) throws IOException {
        this.part = part;
        this.in = parts.part(part, 0);
        this.texts = new XmlScanner(new Window(in, Window.MAX_RECORD, new Position(1, 0, 1)), "si", List.of());
    }

    /** The text with this index, counted from 0; null if there are fewer. */
    @Nullable
    String text(int index) throws IOException {
        while (index >= count) {
            RawSpan found = texts.next();
            if (found == null) {
                return null;
            }
            add(found.raw());
        }
        return index >= firsts[blocks] ? text(last.toByteArray(), index - firsts[blocks]) : stored(index);
    }

    private void add(byte[] text) throws IOException {
        last.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        last.writeBytes(text);
        count++;
        if (last.size() >= BLOCK) {
            store();
        }
    }

    private void store() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile("bactrian-texts", null);
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
        ByteBuffer block = ByteBuffer.wrap(last.toByteArray());
        while (block.hasRemaining()) {
            file.write(block, offsets[blocks] + block.position());
        }
        if (++blocks == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * blocks);
            offsets = Arrays.copyOf(offsets, 2 * blocks);
        }
        firsts[blocks] = count;
        offsets[blocks] = offsets[blocks - 1] + block.limit();
        last.reset();
    }

    private @Nullable String stored(int index) throws IOException {
        int found = Arrays.binarySearch(firsts, 0, blocks, index);
        int block = found >= 0 ? found : -found - 2;
        byte[] bytes = kept.get(block);
        if (bytes == null) {
            bytes = load(block);
            kept.put(block, bytes);
            keptBytes += bytes.length;
            forget();
        }
        return text(bytes, index - firsts[block]);
    }

    private byte[] load(int block) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (offsets[block + 1] - offsets[block]));
        while (bytes.hasRemaining()) {
            if (file == null || file.read(bytes, offsets[block] + bytes.position()) < 0) {
                throw new IOException("the temporary file of a workbook's texts was shortened");
            }
        }
        return bytes.array();
    }

    private void forget() {
        for (var oldest = kept.values().iterator(); keptBytes > MOST_KEPT && kept.size() > 1; ) {
            keptBytes -= oldest.next().length;
            oldest.remove();
        }
    }

    private String text(byte[] block, int before) throws UnreadableFileException {
        ByteBuffer texts = ByteBuffer.wrap(block);
        for (int i = 0; i < before; i++) {
            texts.position(texts.getInt() + texts.position());
        }
        int length = texts.getInt();
        String[] text = new String[1];
        XlsxXml.look(block, texts.position(), length, part, element -> text[0] = XlsxXml.text(element));
        return text[0];
    }

    @Override
    public void close() throws IOException {
        try (in) {
            if (file != null) {
                file.close();
            }
        }
    }
}
