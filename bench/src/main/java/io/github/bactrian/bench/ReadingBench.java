package io.github.bactrian.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.bactrian.imports.formats.FormatSettings;
import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reading of CSV alone, all fields as text, beside FastCSV, which keeps neither raw rows nor places. */
final class ReadingBench {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    /** In MB a second: by the clock, and of the time for which the reading thread had a processor. */
    private record Speed(Samples clock, Samples processor) {}

    /** Reads all of a file, and says how many characters its fields have. */
    private interface Reader {
        long characters(Path file) throws IOException;
    }

    void run(Options options) throws Exception {
        long rows = options.number("rows", 7_000_000, 2000);
        int repeats = options.count("repeats", 5, 1);
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("reading " + options.end());
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("bactrian", ReadingBench::withBactrian);
        readers.put("FastCSV", ReadingBench::withFastCsv);
        try (WorkPlace work = WorkPlace.in(place)) {
            Path file = Rows.write(work.directory().resolve("rows.csv"), rows);
            Map<String, Speed> speeds = measured(readers, file, repeats);
            Speed other = speeds.get("FastCSV");
            Table table = new Table("reader", "MB/s", "least–most", "of FastCSV", "MB per CPU s", "of FastCSV");
            speeds.forEach((name, speed) -> table.add(
                    name,
                    Samples.text(speed.clock().median(), 0),
                    speed.clock().spread(0),
                    Samples.text(speed.clock().over(other.clock()).median(), 2),
                    Samples.text(speed.processor().median(), 0),
                    Samples.text(speed.processor().over(other.processor()).median(), 2)));
            System.out.println(table);
            Speed ours = speeds.get("bactrian");
            Results.of("reading")
                    .add(Comparison.of(
                                    "CSV of " + rows + " rows", "MB/s", ours.clock(), "limit: FastCSV", other.clock())
                            .ratioAtLeast(0.8));
        }
    }

    /** In turns, after one round that only warms up. */
    private static Map<String, Speed> measured(Map<String, Reader> readers, Path file, int repeats) throws IOException {
        Map<String, Speed> speeds = new LinkedHashMap<>();
        double megabytes = Files.size(file) / 1e6;
        long expected = -1;
        for (int round = 0; round <= repeats; round++) {
            for (Map.Entry<String, Reader> reader : readers.entrySet()) {
                long began = System.nanoTime();
                long processor = THREAD.getCurrentThreadCpuTime();
                long characters = reader.getValue().characters(file);
                double seconds = (System.nanoTime() - began) / 1e9;
                double busy = (THREAD.getCurrentThreadCpuTime() - processor) / 1e9;
                if (expected >= 0 && characters != expected) {
                    throw new IllegalStateException(reader.getKey() + " read " + characters + ", not " + expected);
                }
                expected = characters;
                Speed speed = speeds.computeIfAbsent(reader.getKey(), name -> new Speed(new Samples(), new Samples()));
                if (round > 0) {
                    speed.clock().add(megabytes / seconds);
                    speed.processor().add(megabytes / busy);
                }
            }
        }
        return speeds;
    }

    private static long withBactrian(Path path) throws IOException {
        long characters = 0;
        RecordFile file = RecordFile.open(path, "rows.csv", FormatSettings.DEFAULT);
        try (Records records = file.records(file.start())) {
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                for (Object value : record.values()) {
                    characters += ((String) value).length();
                }
            }
        }
        return characters;
    }

    private static long withFastCsv(Path path) throws IOException {
        long characters = 0;
        boolean header = true;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(path)) {
            for (CsvRecord record : reader) {
                for (int i = 0; !header && i < record.getFieldCount(); i++) {
                    characters += record.getField(i).length();
                }
                header = false;
            }
        }
        return characters;
    }
}
