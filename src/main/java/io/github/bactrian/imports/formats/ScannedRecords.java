package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records that a scanner finds and a parser looks into. */
final class ScannedRecords<S> implements Records {
    /** Looks into one record; what is wrong with it is its fault. */
    interface Parser<S> {
        SourceRecord parse(S found, long number);
    }

    private final InputStream in;
    private final Scanner<S> scanner;
    private final Parser<S> parser;
    private long next;

    /** Opens the source and begins to read at a position. */
    ScannedRecords(Source source, Position from, Function<Window, Scanner<S>> scanner, Parser<S> parser)
            throws IOException {
        this.in = source.at(from.offset());
        this.scanner = scanner.apply(new Window(in, Window.MAX_RECORD, from));
        this.parser = parser;
        this.next = from.record();
    }

    @Override
    public Position position() {
        return new Position(next, scanner.offset(), scanner.line());
    }

    @Override
    public long bytesRead() {
        return scanner.offset();
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
