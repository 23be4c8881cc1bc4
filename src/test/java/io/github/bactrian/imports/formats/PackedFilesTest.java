package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFilesTest {
    @TempDir
    Path home;

    @Test
    void theFormatIsToldByTheInnerName() throws IOException {
        RecordFile gzip = open("x.jsonl.gz", gzip("{\"a\":1}\n{\"a\":2}\n"));
        RecordFile zip = open("x.zip", zip("__MACOSX/._y.csv", "", "y.csv", "a\n1\n2\n"));

        assertThat(Reading.all(gzip)).hasSize(2);
        assertThat(Reading.all(zip)).hasSize(2);
        assertThat(gzip.rejectsName("x.jsonl.gz")).isEqualTo("x.jsonl");
        assertThat(zip.rejectsName("x.zip")).isEqualTo("x.csv");
    }

    @Test
    void readingGoesOnFromAnyRecord() throws IOException {
        RecordFile file = open("x.csv.gz", gzip("a\n1\n2\n3\n"));
        List<SourceRecord> all = Reading.all(file);
        SourceRecord second = all.get(1);

        assertThat(Reading.from(file, new Position(2, second.offset(), second.line())))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(all.subList(1, 3));
    }

    @Test
    void anArchiveWithTwoFilesIsRefused() {
        assertThatThrownBy(() -> open("x.zip", zip("a.csv", "a\n", "b.csv", "b\n")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("more than one file (a.csv, b.csv)");
        assertThatThrownBy(() -> open("x.zip", zip())).isInstanceOf(UnreadableFileException.class);
    }

    @Test
    void rowsBeforeACutAreRead() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(Integer.toString(i * 31_337, 36)).append('\n');
        }
        byte[] whole = gzip(text.toString());
        RecordFile file = open("x.csv.gz", Arrays.copyOf(whole, whole.length / 2));

        try (Records records = file.records(file.start())) {
            assertThat(records.next()).isNotNull();
            assertThatThrownBy(() -> {
                        while (records.next() != null) {}
                    })
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageContaining("damaged or cut off");
        }
    }

    @Test
    void aDamagedArchiveIsRefused() throws IOException {
        byte[] zip = zip("y.csv", "a\n1\n");

        assertThatThrownBy(() -> open("x.zip", Arrays.copyOf(zip, zip.length - 5)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("not a whole zip archive");
        assertThatThrownBy(() -> open("x.csv.gz", "a\n1\n".getBytes(UTF_8)))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("damaged or cut off");
    }

    @Test
    void anArchiveWhoseDirectoryPointsBehindItsEndIsRefused() throws IOException {
        byte[] zip = zip("y.csv", "a\n1\n");
        // the bytes that say how long the comment at the end is
        zip[zip.length - 2] = 50;

        assertThatThrownBy(() -> open("x.zip", zip))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("not a whole zip archive");
        byte[] found = Base64.getDecoder().decode("""
                UEsDBBQAAAAAAGGudl2KHS90bXAvYmFjdHJpYW4tZnV6ejAwNzg4MTE1MTYyMzYyNzg3NzU4MSzDqQpQSwECFAMUAABfcm93CV9l\
                cnJvcgkAAAAYAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5jc3ZQSwUGAAAAAAEAAQAzAAAAOwAAADIz""");
        assertThatThrownBy(() -> open("x.zip", found)).hasMessageContaining("its directory is cut off");
        assertThatThrownBy(() -> open("x.xlsx", found)).isInstanceOf(UnreadableFileException.class);
    }

    @Test
    void whatWasMadeToFillDisksIsStopped() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("a\n".getBytes(UTF_8));
            byte[] rows = "1\n".repeat(1 << 19).getBytes(UTF_8);
            for (int i = 0; i < 100; i++) {
                out.write(rows);
            }
        }
        RecordFile file = open("x.csv.gz", bytes.toByteArray());

        try (Records records = file.records(file.start())) {
            assertThatThrownBy(() -> {
                        while (records.next() != null) {}
                    })
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageContaining("unpacks to more than 200 times its size");
        }
    }

    @Test
    void packingThatTheNameDoesNotTellIsNamed() {
        assertThatThrownBy(() -> open("x.csv", gzip("a\n")))
                .hasMessage("the file is packed with gzip; name it .gz, not CSV");
        assertThatThrownBy(() -> open("x.csv", zip("y.csv", "a\n"))).hasMessageContaining("name it .xlsx or .zip");
        assertThatThrownBy(() -> open("x.xlsx.gz", gzip("a\n"))).hasMessageContaining("a workbook is packed already");
        assertThatThrownBy(() -> open("x.dat", gzip("a\n")))
                .hasMessage("the ending of x.dat does not tell its format; name it .csv, .json, .jsonl, .xml, .xlsx, or"
                        + " set format");
    }

    private RecordFile open(String name, byte[] bytes) throws IOException {
        return RecordFile.open(Files.write(Files.createTempFile(home, "x", ""), bytes), name, FormatSettings.DEFAULT);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                out.putNextEntry(new ZipEntry(namesAndTexts[i]));
                out.write(namesAndTexts[i + 1].getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
