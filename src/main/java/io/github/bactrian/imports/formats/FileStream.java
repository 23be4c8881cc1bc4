package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on disk that counts how much of it was read, and ends where it ended when its size was taken. */
final class FileStream extends BlockStream {
    private final FileChannel channel;
    private final long size;
    private long count;

    FileStream(Path path, long offset, long size) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.READ).position(offset);
        this.size = size;
        this.count = offset;
    }

    /** How many bytes lie before what is read next. */
    long count() {
        return count;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int most = (int) Math.min(length, size - count);
        int n = most > 0 || length == 0 ? channel.read(ByteBuffer.wrap(to, offset, Math.max(most, 0))) : -1;
        count += Math.max(n, 0);
        return n;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(size - count, 0));
    }

    /**
     * To be called before what is at the end is taken for whole: a record that nothing terminates may be half of one.
     *
     * @throws UnreadableFileException if the file was cut, or has grown
     */
    void requireUnchanged() throws IOException {
        long now = channel.size();
        if (now != size) {
            throw new UnreadableFileException("the file was " + (now < size ? "cut" : "extended")
                    + " while it was being read: it had " + size + " bytes and has " + now);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
