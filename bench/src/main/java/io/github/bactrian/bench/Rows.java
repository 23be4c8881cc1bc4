package io.github.bactrian.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** CSV files to import: about 150 bytes a row, the row's number first. */
final class Rows {
    private static final String HEADER = "id,name,mail,department,city,note\n";

    private Rows() {}

    static Path write(Path file, long count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(HEADER);
            for (long row = 1; row <= count; row++) {
                out.write(row(row));
            }
        }
        return file;
    }

    private static String row(long row) {
        return String.format(
                Locale.ROOT,
                "%d,Given%d Family%d,given%d.family%d@contoso.example,Department %d,\"Sint-Oedenrode, NL\",%s%n",
                row,
                row % 7919,
                row % 6007,
                row % 7919,
                row,
                row % 97,
                "a remark of some length that nobody reads");
    }
}
