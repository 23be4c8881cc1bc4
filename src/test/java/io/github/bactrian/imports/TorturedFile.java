package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A file that was dropped into an import of the torture run, and what must be true of its rows in the end. */
record TorturedFile(TorturedImport to, Path inbox, int number, int rows) {

    /** It is on the disk when this returns. */
    void drop() throws IOException {
        StringBuilder content = new StringBuilder("id,v\n");
        IntStream.rangeClosed(1, rows)
                .forEach(row -> content.append(id(row)).append(',').append(row).append('\n'));
        Path part = Files.writeString(inbox.resolve("." + name() + ".part"), content);
        Folders.force(part);
        Files.move(part, inbox.resolve(name()), StandardCopyOption.ATOMIC_MOVE);
        Folders.force(inbox);
    }

    private String name() {
        return to.word() + "-" + number + ".csv";
    }

    private String id(int row) {
        return "%s-%d-%05d".formatted(to.word(), number, row);
    }

    boolean hasEnded() throws IOException {
        return !find("done", ".receipt.json").isEmpty();
    }

    int unknown() throws IOException {
        return outcomes("unknown").size();
    }

    /** Its receipt adds up, its files hold as many rows, each in one of them, and the API agrees on each row. */
    void assertOutcomes(StormyApi api, List<String> events) throws IOException {
        assertThat(find("done", ".receipt.json"))
                .as(name() + " has one receipt")
                .hasSize(1);
        JsonNode receipt =
                new ObjectMapper().readTree(find("done", ".receipt.json").get(0).toFile());
        Map<Integer, String> rejected = outcomes("rejects");
        Map<Integer, String> unknown = outcomes("unknown");
        assertThat(receipt.at("/rows").toString())
                .as(name() + "\n" + String.join("\n", events))
                .isEqualTo("{\"read\":%d,\"done\":%d,\"rejected\":%d,\"skipped\":0,\"unknown\":%d}"
                        .formatted(rows, rows - rejected.size() - unknown.size(), rejected.size(), unknown.size()));
        for (int row = 1; row <= rows; row++) {
            assertOutcome(row, api, events, rejected.get(row), unknown.get(row));
        }
    }

    private void assertOutcome(int row, StormyApi api, List<String> events, String rejected, String unknown) {
        Outcome outcome = rejected != null ? Outcome.REJECTED : unknown != null ? Outcome.UNKNOWN : Outcome.DONE;
        List<String> story = new ArrayList<>(events);
        story.addAll(api.history(id(row)));
        // both begin with the time, in seconds
        story.sort(java.util.Comparator.comparingDouble(line -> Double.parseDouble(line.split(" ", 2)[0])));
        int[] effects = to.effects(api, id(row));
        String told = "%s ended %s (%s%s), and took effect %s times:%n%s"
                .formatted(
                        id(row),
                        outcome,
                        rejected == null ? "" : rejected,
                        unknown == null ? "" : unknown,
                        java.util.Arrays.toString(effects),
                        String.join("\n", story));
        assertThat(rejected != null && unknown != null)
                .as("in two files: " + told)
                .isFalse();
        assertThat(to.allows(outcome, effects)).as(told).isTrue();
    }

    private Map<Integer, String> outcomes(String folder) throws IOException {
        Map<Integer, String> outcomes = new TreeMap<>();
        for (Path file : find(folder, "")) {
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
                reader.stream()
                        .skip(1)
                        .forEach(line -> outcomes.put(Integer.parseInt(line.getField(0)), line.getField(1)));
            }
        }
        return outcomes;
    }

    private List<Path> find(String folder, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(inbox.resolve(folder))) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(inbox.resolve(folder), "[!.]*-" + name() + ending)) {
                files.forEach(found::add);
            }
        }
        return found;
    }
}
