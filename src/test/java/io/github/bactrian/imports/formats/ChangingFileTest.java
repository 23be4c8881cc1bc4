package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that others change while they are read; what is read of them must be what they were. */
class ChangingFileTest {
    private static final int ROWS = 6000;
    private static final int READ_BEFORE = 10;

    @TempDir
    Path home;

    private enum Kind {
        CSV("x.csv"),
        UTF_16("x.csv"),
        GZIP("x.csv.gz"),
        ZIP("x.zip"),
        JSON("x.json"),
        JSONL("x.jsonl"),
        XML("x.xml"),
        XLSX("x.xlsx");

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        byte[] content() throws IOException {
            return switch (this) {
                case CSV -> csv().getBytes(UTF_8);
                case UTF_16 -> ("\uFEFF" + csv()).getBytes(UTF_16LE);
                case GZIP -> gzip(csv());
                case ZIP -> zip(csv());
                case JSON -> rows(row -> "{\"a\":\"" + value(row) + "\"}", "[", ",", "]");
                case JSONL -> rows(row -> "{\"a\":\"" + value(row) + "\"}", "", "\n", "");
                case XML -> rows(row -> "<r><a>" + value(row) + "</a></r>", "<rs>", "", "</rs>");
                case XLSX ->
                    RawWorkbook.of(
                            cell("a")
                                    + VALUES.stream()
                                            .map(ChangingFileTest::cell)
                                            .collect(Collectors.joining()),
                            "");
            };
        }

        /** Its last row has no line end. */
        private static String csv() {
            return "a\n" + String.join("\n", VALUES);
        }

        private static byte[] rows(IntFunction<String> row, String begin, String between, String end) {
            return IntStream.range(0, ROWS)
                    .mapToObj(row)
                    .collect(Collectors.joining(between, begin, end))
                    .getBytes(UTF_8);
        }
    }

    private static final List<String> VALUES = randomTexts();

    /** Hardly to be packed, so that packed files are not read as a whole at once either. */
    private static List<String> randomTexts() {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            byte[] bytes = new byte[20];
            random.nextBytes(bytes);
            texts.add(HexFormat.of().formatHex(bytes));
        }
        return texts;
    }

    private static String value(int row) {
        return VALUES.get(row);
    }

    private static String cell(String text) {
        return "<row><c t=\"inlineStr\"><is><t>" + text + "</t></is></c></row>";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("x.csv"));
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void noPartOfARowIsReadOfAFileThatIsCutMeanwhile(Kind kind) throws IOException {
        byte[] content = kind.content();
        // what stands at the end of a workbook has been read by then
        for (int cut = 1; cut < 30 && kind != Kind.XLSX; cut++) {
            int length = content.length - cut;
            readWhile(kind, content, file -> truncate(file, length));
        }
        readWhile(kind, content, file -> truncate(file, content.length / 2));
        readWhile(kind, content, file -> truncate(file, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV", "UTF_16", "GZIP", "JSONL"})
    void theLastRowOfAFileThatGrowsMeanwhileIsNotRead(Kind kind) throws IOException {
        byte[] content = kind.content();

        List<String> read =
                readWhile(kind, content, file -> Files.write(file, "7".getBytes(UTF_8), StandardOpenOption.APPEND));

        assertThat(read).hasSizeLessThan(ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsReplacedMeanwhileIsReadAsItWas(Kind kind) throws IOException {
        Path file = Files.write(home.resolve(kind.name), kind.content());
        try (Records records = open(kind, file)) {
            SourceRecord first = records.next();
            Path other = Files.write(home.resolve("other"), new byte[1000]);
            Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

            List<String> read = new ArrayList<>(List.of(value(first)));
            for (SourceRecord record = records.next(); record != null; record = records.next()) {
                read.add(value(record));
            }
            assertThat(read).isEqualTo(VALUES);
        }
    }

    private interface Change {
        void make(Path file) throws IOException;
    }

    /** Returns what was read of a file that was changed when its first rows were. */
    private List<String> readWhile(Kind kind, byte[] content, Change change) throws IOException {
        Path file = Files.write(home.resolve(kind.name), content);
        List<String> read = new ArrayList<>();
        try (Records records = open(kind, file)) {
            while (read.size() < READ_BEFORE) {
                read.add(value(records.next()));
            }
            change.make(file);
            assertThatThrownBy(() -> {
                        for (SourceRecord record = records.next(); record != null; record = records.next()) {
                            read.add(value(record));
                        }
                    })
                    .as(kind + ", cut to " + Files.size(file) + " of " + content.length)
                    .isInstanceOf(UnreadableFileException.class);
        }
        assertThat(read).isEqualTo(VALUES.subList(0, read.size()));
        return read;
    }

    private static Records open(Kind kind, Path path) throws IOException {
        RecordFile file = RecordFile.open(path, kind.name, FormatSettings.DEFAULT);
        return file.records(file.start());
    }

    private static String value(SourceRecord record) {
        return record.fault() == null ? String.valueOf(record.values().get(0)) : record.fault();
    }

    private static void truncate(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
