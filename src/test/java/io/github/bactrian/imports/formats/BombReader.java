package io.github.bactrian.imports.formats;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a file to its end in a process of little memory, and prints how that ended. */
final class BombReader {
    private BombReader() {}

    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        long rows = 0;
        try {
            RecordFile file = RecordFile.open(path, path.getFileName().toString(), FormatSettings.DEFAULT);
            if (file != null) {
                try (Records records = file.records(file.start())) {
                    while (records.next() != null) {
                        rows++;
                    }
                }
            }
            System.out.println("read " + rows);
        } catch (UnreadableFileException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
