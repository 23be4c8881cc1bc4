package io.github.bactrian.imports.formats;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Records that a scanner finds and a parser looks into. */
final class ScannedRecords<S> implements Records {
    /** Looks into one record; what is wrong with it is its fault. */
    interface Parser<S> {
        SourceRecord parse(S found, long number);
    }

    /** Begins to scan where a window begins. */
    interface Begin<S> {
        Scanner<S> at(Window window) throws IOException;
    }

    private final SourceStream in;
    private final boolean seekable;
    private final Scanner<S> scanner;
    private final Parser<S> parser;
    private long next;

    /** Opens the source and begins to read at a position. */
    ScannedRecords(Source source, Position from, Begin<S> scanner, Parser<S> parser) throws IOException {
        this.seekable = source.isSeekable();
        this.in = source.at(from.offset());
        try {
            this.scanner = scanner.at(new Window(in, Window.MAX_RECORD, from));
        } catch (IOException e) {
            in.close();
            throw e;
        }
        this.parser = parser;
        this.next = from.record();
    }

    @Override
    public Position position() {
        return new Position(next, scanner.offset(), scanner.line());
    }

    @Override
    public long bytesRead() {
        return seekable ? scanner.offset() : in.bytesRead();
    }

    @Override
    public @Nullable SourceRecord next() throws IOException {
        S found = scanner.next();
        return found == null ? null : parser.parse(found, next++);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
