package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file with a JSON object on each line. */
record JsonLines(Source source, Position start) implements RecordFile {

    static @Nullable RecordFile open(Source source, FormatSettings settings) throws IOException {
        String text = Content.requireText(source, "JSON Lines");
        if (text.startsWith("[")) {
            throw new UnreadableFileException(
                    "the file is a JSON array, not a JSON object on each line; name it .json, or set format=json");
        }
        return new JsonLines(source, new Position(1, source.mark().length, 1));
    }

    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Records records(Position from) throws IOException {
        return new ScannedRecords<>(source, from, LineScanner::new, JsonText::record);
    }

    @Override
    public Rejects rejects(OutputStream out) throws IOException {
        return new JsonRejects(out, source.mark(), null);
    }

    @Override
    public String rejectsName(String inputName) throws IOException {
        return source.packing().rejectsName(source.path(), inputName);
    }
}
