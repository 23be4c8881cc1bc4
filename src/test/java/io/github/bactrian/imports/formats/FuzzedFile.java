package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of any file: reading ends in records, faults, or an {@link UnreadableFileException}; the records account for every
 * byte; reading on from any of them gives the same rest; a reject file of all gives them again; and no file stays open.
 */
final class FuzzedFile {
    private static final String CSV_GAP = "[\r\n]*";
    private static final String JSON_GAP = "[ \t\r\n]*,?[ \t\r\n]*";

    private final FuzzedKind kind;
    private final byte[] content;
    private final Path path;

    private FuzzedFile(FuzzedKind kind, byte[] content, Path path) {
        this.kind = kind;
        this.content = content;
        this.path = path;
    }

    /** @param home a directory of the caller's own */
    static void check(Path home, FuzzedKind kind, byte[] content) throws IOException {
        Path path = Files.write(home.resolve("file"), kind.bytes(content));
        new FuzzedFile(kind, content, path).check();
        assertThat(openFiles(home)).isEmpty();
    }

    private void check() throws IOException {
        RecordFile file;
        try {
            file = RecordFile.open(path, kind.name, FormatSettings.DEFAULT);
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
        checkNothingIsLeftOut(file, records, fault);
        checkRejects(file, records);
    }

    private static void checkRest(RecordFile file, Position from, List<SourceRecord> expected, @Nullable String fault)
            throws IOException {
        List<SourceRecord> rest = new ArrayList<>();
        assertThat(read(file, from, rest, new ArrayList<>()) == null).isEqualTo(fault == null);
        assertThat(rest).usingRecursiveFieldByFieldElementComparator().isEqualTo(expected);
    }

    /** Returns why reading ended before the end, null if it did not. */
    private static @Nullable String read(RecordFile file, Position from, List<SourceRecord> to, List<Position> behind)
            throws IOException {
        try (Records records = file.records(from)) {
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                to.add(record);
                behind.add(records.position());
                assertThat(record.values()).hasSameSizeAs(record.columns());
            }
            return null;
        } catch (UnreadableFileException e) {
            assertThat(e.getMessage()).isNotBlank();
            return e.getMessage();
        }
    }

    /** Between records there is nothing but what separates them. */
    private void checkNothingIsLeftOut(RecordFile file, List<SourceRecord> records, @Nullable String fault) {
        String gap =
                kind == FuzzedKind.JSON ? JSON_GAP : kind == FuzzedKind.JSONL ? JSON_GAP.replace(",?", "") : CSV_GAP;
        if ((kind != FuzzedKind.CSV && kind != FuzzedKind.JSON && kind != FuzzedKind.JSONL)
                || text().contains("_row")
                || isWideMark()) {
            return;
        }
        String text = text();
        int at = (int) file.start().offset();
        for (SourceRecord record : records) {
            assertThat(text.substring(at, (int) record.offset())).matches(gap);
            assertThat(record.raw())
                    .asString(ISO_8859_1)
                    .isEqualTo(text.substring((int) record.offset(), (int) record.offset() + record.raw().length));
            at = (int) record.offset() + record.raw().length;
        }
        if (fault == null) {
            assertThat(text.substring(at)).matches(kind == FuzzedKind.JSON ? "[ \t\r\n]*][ \t\r\n]*" : gap);
        }
    }

    private String text() {
        return new String(content, ISO_8859_1);
    }

    private boolean isWideMark() {
        return text().startsWith("\u00FE\u00FF")
                || text().startsWith("\u00FF\u00FE")
                || text().startsWith("\0\0\u00FE");
    }

    private void checkRejects(RecordFile file, List<SourceRecord> records) throws IOException {
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
        RecordFile second = RecordFile.open(again, file.rejectsName(kind.name), FormatSettings.DEFAULT);
        List<SourceRecord> found = new ArrayList<>();
        String text = out.toString(UTF_8);
        assertThat(read(second, second.start(), found, new ArrayList<>()))
                .as(text)
                .isNull();
        assertThat(found)
                .extracting(SourceRecord::rootRow)
                .as(text)
                .isEqualTo(records.stream().map(SourceRecord::rootRow).toList());
        if (kind.name.contains("csv") && text().contains("_row")) {
            // a row that was typed into a reject file without _row and _error stands in the right columns afterwards
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            // an error in a workbook's cell is text in the CSV of its rejects
            if (!kind.name.endsWith(".xlsx") || records.get(i).fault() == null) {
                assertThat(found.get(i).values())
                        .as(text)
                        .isEqualTo(records.get(i).values());
            }
        }
    }

    /** Those below a directory, and those that have no name any more. */
    private static List<String> openFiles(Path home) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        List<String> open = new ArrayList<>();
        if (Files.isDirectory(descriptors)) {
            try (Stream<Path> all = Files.list(descriptors)) {
                for (Path descriptor : all.toList()) {
                    String target = Files.isSymbolicLink(descriptor)
                            ? Files.readSymbolicLink(descriptor).toString()
                            : "";
                    if (target.startsWith(home.toString()) || target.contains("bactrian-texts")) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }
}
