package io.github.bactrian.imports.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file whose records are the elements of one array.
 *
 * @param preamble what stands up to the array's opening bracket, byte for byte
 * @param depth how many objects the array lies in
 */
record JsonFile(Source source, byte[] preamble, int depth, Position start) implements RecordFile {

    static @Nullable RecordFile open(Source source, FormatSettings settings) throws IOException {
        Content.requireText(source, "JSON");
        JsonPointer pointer = pointer(settings.record());
        try (InputStream in = source.at(source.mark().length);
                JsonParser parser = JsonText.JSON.createParser(in)) {
            if (parser.nextToken() == null) {
                return null;
            }
            int depth = 0;
            for (; !pointer.matches(); pointer = pointer.tail(), depth++) {
                enter(parser, pointer.getMatchingProperty());
            }
            requireArray(parser, depth);
            long begin = source.mark().length + parser.currentLocation().getByteOffset();
            return new JsonFile(source, preamble(source, begin), depth, start(source, begin));
        } catch (JsonProcessingException e) {
            throw new UnreadableFileException(
                    "line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                            + ": the file is not JSON before its records begin",
                    e);
        }
    }

    private static JsonPointer pointer(@Nullable String record) throws UnreadableFileException {
        try {
            return JsonPointer.compile(record == null ? "" : record);
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException("record=" + record + " is no JSON pointer, such as /value", e);
        }
    }

    private static void enter(JsonParser parser, String name) throws IOException {
        boolean object = parser.currentToken() == JsonToken.START_OBJECT;
        for (String found = object ? parser.nextFieldName() : null; found != null; found = parser.nextFieldName()) {
            parser.nextToken();
            if (found.equals(name)) {
                return;
            }
            parser.skipChildren();
        }
        throw new UnreadableFileException("the file has no member '" + name
                + "' where record looks for it; record points to the array of records");
    }

    private static void requireArray(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new UnreadableFileException(
                    depth > 0
                            ? "record does not point to an array"
                            : "the file is not a JSON array; say with record where its array is, such as record=/value, or"
                                    + " set format=jsonl if each line is an object");
        }
    }

    private static byte[] preamble(Source source, long length) throws IOException {
        if (length > Window.MAX_RECORD) {
            throw new UnreadableFileException(
                    "more than " + Window.MAX_RECORD + " bytes stand before the first record");
        }
        try (InputStream in = source.at(0)) {
            return in.readNBytes((int) length);
        }
    }

    private static Position start(Source source, long offset) throws IOException {
        long line = 1;
        for (byte b : preamble(source, offset)) {
            line += b == '\n' ? 1 : 0;
        }
        return new Position(1, offset, line);
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Records records(Position from) throws IOException {
        boolean resumed = !from.equals(start);
        return new ScannedRecords<>(source, from, window -> new JsonScanner(window, resumed, depth), JsonText::record);
    }

    @Override
    public Rejects rejects(OutputStream out) throws IOException {
        return new JsonRejects(out, preamble, "\n]" + "}".repeat(depth) + "\n");
    }

    @Override
    public String rejectsName(String inputName) throws IOException {
        return source.packing().rejectsName(source.path(), inputName);
    }
}
