package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a program found, kept in {@code bench/target/results/<program>.jsonl} until it runs again. */
final class Results {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("bench.home", "bench")).resolve("target/results");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private Results(Path file) {
        this.file = file;
    }

    /** With the program's earlier results removed. */
    static Results of(String program) throws IOException {
        Path file = Files.createDirectories(DIRECTORY).resolve(program + ".jsonl");
        Files.deleteIfExists(file);
        return new Results(file);
    }

    void add(Comparison line) throws IOException {
        Files.writeString(
                file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * The one table, of what these programs found when they ran last.
     *
     * @param judged whether it says what was reached, for which the programs must have run at full size
     */
    static Table table(Iterable<String> programs, boolean judged) throws IOException {
        Table table =
                new Table("measure", "unit", "Bactrian", "beside it", "", "ratio", "least–most", "to reach", "reached");
        for (String program : programs) {
            for (Comparison line : read(DIRECTORY.resolve(program + ".jsonl"))) {
                table.add(cells(program, line, judged));
            }
        }
        return table;
    }

    private static List<Comparison> read(Path file) throws IOException {
        List<Comparison> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readValue(line, Comparison.class));
            }
        }
        return lines;
    }

    private static Object[] cells(String program, Comparison line, boolean judged) {
        return new Object[] {
            program + ": " + line.measure(),
            line.unit(),
            Comparison.number(line.bactrian()),
            orNone(line.beside()),
            number(line.theirs()),
            number(line.ratio()),
            line.ratio() == null ? "–" : number(line.leastRatio()) + "–" + number(line.mostRatio()),
            orNone(line.target()),
            line.reached() == null || !judged ? "–" : line.reached() ? "yes" : "NO"
        };
    }

    private static String number(Double value) {
        return value == null ? "–" : Comparison.number(value);
    }

    private static String orNone(String text) {
        return text == null ? "–" : text;
    }

    /** What it ran on. */
    static String machine() {
        Runtime.Version java = Runtime.version();
        return String.format(
                Locale.ROOT,
                "%d processors, %s %s %s, JDK %s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                java);
    }
}
