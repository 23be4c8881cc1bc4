package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a file holds, reading ends in records, faults, or an UnreadableFileException; reading on from any record gives the
 * same rest; and a reject file of all records gives them again. {@code -Dbactrian.test.fuzz=SECONDS} searches longer,
 * {@code -Dbactrian.test.seed=N} elsewhere.
 */
class ReaderFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("bactrian.test.fuzz", 2));
    private static final long SEED = Long.getLong("bactrian.test.seed", 20261122);

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"x.csv", "x.json", "x.jsonl", "x.xml", "x.csv.gz"})
    void anyInputIsReadOrRefused(String name) throws IOException {
        Random random = new Random(SEED);
        Path file = home.resolve("file");
        long end = System.nanoTime() + TIME.toNanos();
        for (int round = 0; System.nanoTime() < end; round++) {
            byte[] bytes = input(name, random);
            Files.write(file, name.endsWith(".gz") && random.nextInt(10) > 0 ? gzip(bytes) : bytes);
            try {
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> check(file, name, new String(bytes, ISO_8859_1)));
            } catch (Throwable e) {
                throw new AssertionError(
                        name + ", seed " + SEED + ", round " + round + ": " + Arrays.toString(bytes) + "\n"
                                + new String(bytes, UTF_8),
                        e);
            }
        }
    }

    private static void check(Path path, String name, String text) throws IOException {
        RecordFile file;
        try {
            file = RecordFile.open(path, name, FormatSettings.DEFAULT);
        } catch (UnreadableFileException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        if (file == null) {
            return;
        }
        List<SourceRecord> records = new ArrayList<>();
        List<Position> behind = new ArrayList<>();
        String fault = read(file, file.start(), records, behind);
        for (int i = 0; i < records.size(); i++) {
            SourceRecord record = records.get(i);
            assertThat(record.number()).isEqualTo(i + 1);
            Position at = new Position(record.number(), record.offset(), record.line());
            checkRest(file, at, records.subList(i, records.size()), fault);
            checkRest(file, behind.get(i), records.subList(i + 1, records.size()), fault);
        }
        checkRejects(path, name, text, file, records);
    }

    private static void checkRest(RecordFile file, Position from, List<SourceRecord> expected, String fault)
            throws IOException {
        List<SourceRecord> rest = new ArrayList<>();
        assertThat(read(file, from, rest, new ArrayList<>()) == null).isEqualTo(fault == null);
        assertThat(rest).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
    }

    /** Returns why reading ended before the end, null if it did not. */
    private static String read(RecordFile file, Position from, List<SourceRecord> to, List<Position> behind)
            throws IOException {
        try (Records records = file.records(from)) {
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                to.add(record);
                behind.add(records.position());
                assertThat(record.values()).hasSameSizeAs(record.columns());
            }
            return null;
        } catch (UnreadableFileException e) {
            return e.getMessage();
        }
    }

    private static void checkRejects(Path path, String name, String text, RecordFile file, List<SourceRecord> records)
            throws IOException {
        if (records.isEmpty()) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Rejects rejects = file.rejects(out);
        for (SourceRecord record : records) {
            rejects.add(record, "no, \"never\"");
        }
        rejects.finish();
        Path again = Files.write(path.resolveSibling("again"), out.toByteArray());
        RecordFile second = RecordFile.open(again, file.rejectsName(name), FormatSettings.DEFAULT);
        List<SourceRecord> found = new ArrayList<>();
        String fault = read(second, second.start(), found, new ArrayList<>());
        assertThat(fault).as(out.toString(UTF_8)).isNull();
        assertThat(found)
                .extracting(SourceRecord::rootRow)
                .as(out.toString(UTF_8))
                .isEqualTo(records.stream().map(SourceRecord::rootRow).toList());
        if (name.contains("csv") && text.contains("_row")) {
            // a row that was typed into a reject file without _row and _error stands in the right columns afterwards
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).values())
                    .as(out.toString(UTF_8))
                    .isEqualTo(records.get(i).values());
        }
    }

    private static byte[] input(String name, Random random) {
        String[] words = (name.contains("json")
                        ? "[|]|{|}|,|:|\"|\"a\":1|{\"a\":1}|{\"b\":\"x\"},|\\|\\u00|1e5|null| |\n|\r\n|\"_row\":3,\"_error\":\"x\"|_value"
                        : name.contains("xml")
                                ? "<a>|</a>|<b>|</b>|<b/>|<b c=\"1\">x</b>|<c x='>'/>|<!--|-->|<![CDATA[|]]>|<?p|?>|&lt;|&x;|\"|'|>|\n| |_row=\"3\"|xmlns:n='u'|<n:b/>"
                                : "a|b|,|,|;|\t|\"|\"\"|\n|\n|\r\n|\r|_row,_error,|=1|1|2| ")
                .split("\\|");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(start(name, random).getBytes(UTF_8));
        for (int i = random.nextInt(25); i > 0; i--) {
            bytes.writeBytes(words[random.nextInt(words.length)].getBytes(UTF_8));
            if (random.nextInt(40) == 0) {
                bytes.write(random.nextInt(256));
            }
        }
        if (random.nextInt(3) > 0) {
            bytes.writeBytes((name.equals("x.json") ? "]" : name.equals("x.xml") ? "</a>" : "\n").getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String start(String name, Random random) {
        String mark = random.nextInt(5) == 0 ? "\uFEFF" : "";
        return switch (random.nextInt(8) == 0 ? "" : name) {
            case "x.json" -> mark + "[";
            case "x.xml" -> mark + "<a>";
            case "x.csv", "x.csv.gz" -> mark + "a,b\n";
            default -> mark;
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
