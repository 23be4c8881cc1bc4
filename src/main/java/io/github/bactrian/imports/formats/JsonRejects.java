package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rejected records as JSON: {@code _row} and {@code _error} are the last members of each object. */
final class JsonRejects implements Rejects {
    private final OutputStream out;
    private final @Nullable String end;
    private boolean first = true;

    /** @param end what closes the array, null for an object on each line */
    JsonRejects(OutputStream out, byte[] preamble, @Nullable String end) throws IOException {
        this.out = out;
        this.end = end;
        out.write(preamble);
    }

    @Override
    public void add(SourceRecord record, String error) throws IOException {
        if (end != null) {
            out.write(bytes(first ? "\n" : ",\n"));
        }
        first = false;
        out.write(JsonAdded.with(record, error));
        if (end == null) {
            out.write('\n');
        }
    }

    @Override
    public void finish() throws IOException {
        out.write(bytes(end == null ? "" : end));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
