package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are small, and would not fit into memory or on the disk unpacked, read by a process with 128 MB. */
class BombsTest {
    private static final int MANY = 200;
    private static final String MEBIBYTE = "a".repeat(1 << 20);

    @TempDir
    Path home;

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void whatUnpacksToMoreThanFitsIsRefusedInLittleMemory(String name, Writing writing, String reason)
            throws Exception {
        Path bomb = home.resolve(name);
        try (OutputStream file = Files.newOutputStream(bomb)) {
            writing.to(file);
        }
        assertThat(bomb).satisfies(file -> assertThat(Files.size(file)).isLessThan(4L << 20));

        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BombReader.class.getName(),
                        bomb.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(reader.getInputStream().readAllBytes(), UTF_8);

        assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).containsPattern(reason).doesNotContain("OutOfMemoryError");
        assertThat(reader.exitValue()).isZero();
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                Arguments.of("rows.csv.gz", gzip("a\n", "1\n".repeat(1 << 19), ""), "refused: .*200 times its size"),
                Arguments.of("line.csv.gz", gzip("a\n", MEBIBYTE, ""), "refused: "),
                Arguments.of("header.csv.gz", gzip("", MEBIBYTE, ""), "refused: "),
                Arguments.of("quote.csv.gz", gzip("a\n\"", MEBIBYTE, ""), "refused: "),
                Arguments.of("rows.csv.zip", zip("rows.csv", "a\n", "1\n".repeat(1 << 19), ""), "refused: .*200 times"),
                Arguments.of("text.json.gz", gzip("[{\"a\":\"", MEBIBYTE, "\"}]"), "refused: "),
                Arguments.of("deep.json.gz", gzip("[", "[".repeat(1 << 20), ""), "refused: |read "),
                Arguments.of("names.json.gz", gzip("[{", "\"a\":1,".repeat(1 << 17), "\"b\":2}]"), "refused: |read "),
                Arguments.of("line.jsonl.gz", gzip("{\"a\":\"", MEBIBYTE, "\"}\n"), "refused: "),
                Arguments.of("text.xml.gz", gzip("<r><x>", MEBIBYTE, "</x></r>"), "refused: "),
                Arguments.of("deep.xml.gz", gzip("<r>", "<a>".repeat(1 << 18), ""), "refused: |read "),
                Arguments.of("attributes.xml.gz", gzip("<r><x a='", MEBIBYTE, "'/></r>"), "refused: "),
                Arguments.of(
                        "sheet.xlsx",
                        workbook(
                                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>",
                                MEBIBYTE,
                                "</t></is></c></row>",
                                false),
                        "refused: "),
                Arguments.of("shared.xlsx", workbook("<si><t>", MEBIBYTE, "</t></si>", true), "refused: |read "),
                Arguments.of(
                        "many-shared.xlsx",
                        workbook("", "<si><t>aaaaaaaa</t></si>".repeat(1 << 15), "", true),
                        "refused: |read "));
    }

    private static void much(OutputStream out, String before, String again, String after) throws IOException {
        byte[] block = again.getBytes(UTF_8);
        out.write(before.getBytes(UTF_8));
        for (int i = 0; i < MANY; i++) {
            out.write(block);
        }
        out.write(after.getBytes(UTF_8));
    }

    private static Writing gzip(String before, String again, String after) {
        return file -> {
            try (OutputStream out = new GZIPOutputStream(file)) {
                much(out, before, again, after);
            }
        };
    }

    private static Writing zip(String name, String before, String again, String after) {
        return file -> {
            try (ZipOutputStream out = new ZipOutputStream(file)) {
                out.putNextEntry(new ZipEntry(name));
                much(out, before, again, after);
            }
        };
    }

    /** A workbook of which one part is huge. */
    private static Writing workbook(String before, String again, String after, boolean shared) {
        return file -> {
            String row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
            byte[] small = RawWorkbook.of(shared ? row : "HUGE", shared ? "HUGE" : "");
            try (var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(small));
                    ZipOutputStream out = new ZipOutputStream(file)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    String[] halves = new String(in.readAllBytes(), UTF_8).split("HUGE", -1);
                    if (halves.length == 2) {
                        much(out, halves[0] + before, again, after + halves[1]);
                    } else {
                        out.write(halves[0].getBytes(UTF_8));
                    }
                }
            }
        };
    }
}
