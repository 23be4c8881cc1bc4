package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvScannerTest {
    /** In the cases, R and N stand for carriage return and line feed, Q for a quote. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, nullValues = "none", textBlock = """
                    a,bNc,dN|a,b/c,d|N/N|1/2
                    a,bNc,d|a,b/c,d|N/|1/2
                    a,bRNc,dRN|a,b/c,d|RN/RN|1/2
                    a,bRc,dR|a,b/c,d|R/R|1/2
                    aNbRNcRd|a/b/c/d|N/RN/R/|1/2/3/4
                    aRRNb|a//b|R/RN/|1/2/3
                    NaNN|/a/|N/N/N|1/2/3
                    QaNbQN,c|QaNbQ/,c|N/|1/3
                    QaRNbQ,cRNd|QaRNbQ,c/d|RN/|1/3
                    QaRbQNc|QaRbQ/c|N/|1/3
                    QRQNQNQN|QRQ/QNQ|N/N|1/3
                    Qa,QQb,QNc|Qa,QQb,Q/c|N/|1/2
                    aQbNcQ,QdNe|aQb/cQ,QdNe|N/|1/2
                    QaQbNc|QaQb/c|N/|1/2
                    QQNQQ|QQ/QQ|N/|1/2
                    aRNNb|a//b|RN/N/|1/2/3
                    """)
    void recordsEndAtLineEndsOutsideOfQuotes(String file, String raws, String lineEnds, String lines)
            throws IOException {
        for (int chunk = 1; chunk <= 4; chunk++) {
            List<CsvSpan> spans = scan(real(file), chunk, ',');

            assertThat(spans).extracting(s -> shown(s.raw())).containsExactly(raws.split("/", -1));
            assertThat(spans).extracting(s -> shown(s.lineEnd())).containsExactly(lineEnds.split("/", -1));
            assertThat(spans).extracting(CsvSpan::line).map(String::valueOf).containsExactly(lines.split("/", -1));
        }
    }

    @Test
    void nothingHoldsNoRecord() throws IOException {
        assertThat(scan("", 1, ',')).isEmpty();
    }

    @Test
    void delimitersInsideOfQuotesAreNotCounted() throws IOException {
        CsvSpan span = scan("a;\"b;\"\"c\";;d", 3, ';').get(0);

        assertThat(span.fields()).isEqualTo(4);
        assertThat(span.ends()).containsExactly(1, 9, 10, 12);
    }

    @Test
    void aRecordWithoutDelimiterIsOneField() throws IOException {
        assertThat(scan("a", 1, ',').get(0)).returns(1, CsvSpan::fields);
    }

    @Test
    void aQuoteThatTheFileNeverClosesIsTold() throws IOException {
        List<CsvSpan> spans = scan("a,b\nc,\"d\ne,f\n", 2, ',');

        assertThat(spans).extracting(CsvSpan::unclosed).containsExactly(false, true);
        assertThat(spans.get(1).line()).isEqualTo(2);
    }

    @Test
    void aRecordBeyondTheLimitNamesTheLineWhereItStarts() {
        String file = "a,b\n\n\"c," + "x".repeat(5000) + "\n";
        CsvScanner scanner =
                new CsvScanner(new Window(chunked(file.getBytes(UTF_8), 7), 4096, new Position(1, 0, 1)), ',');

        assertThatThrownBy(() -> {
                    while (scanner.next() != null) {}
                })
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(
                        "line 3: a record of more than 4096 bytes starts here; most likely a quote (\") is opened and"
                                + " never closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_072, 200_000})
    void recordsMayBeLongerThanTheBuffer(int length) throws IOException {
        String file = "x".repeat(length) + "\r\n\"" + "y".repeat(length) + "\"\r\nz";

        List<CsvSpan> spans = scan(file, 50_000, ',');

        assertThat(spans).extracting(s -> s.raw().length).containsExactly(length, length + 2, 1);
        assertThat(spans).extracting(CsvSpan::offset).containsExactly(0L, length + 2L, 2L * length + 6);
        assertThat(spans.get(0).lineEnd()).isEqualTo(new byte[] {'\r', '\n'});
    }

    @Test
    void aPhysicalLineEndsWhateverQuotesStandInIt() throws IOException {
        CsvScanner scanner = scanner("it\"s, \"\"\"\r\nmail\n", 1, ',');

        assertThat(shown(scanner.nextLine().raw())).isEqualTo("itQs, QQQ");
        assertThat(scanner.line()).isEqualTo(2);
        assertThat(shown(scanner.nextLine().raw())).isEqualTo("mail");
        assertThat(scanner.nextLine()).isNull();
    }

    private static List<CsvSpan> scan(String file, int chunk, char delimiter) throws IOException {
        CsvScanner scanner = scanner(file, chunk, delimiter);
        List<CsvSpan> spans = new ArrayList<>();
        for (CsvSpan span = scanner.nextOrBlank(); span != null; span = scanner.nextOrBlank()) {
            spans.add(span);
        }
        return spans;
    }

    private static CsvScanner scanner(String file, int chunk, char delimiter) {
        return new CsvScanner(
                new Window(chunked(file.getBytes(UTF_8), chunk), Window.MAX_RECORD, new Position(1, 0, 1)), delimiter);
    }

    private static InputStream chunked(byte[] bytes, int chunk) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return super.read(to, offset, Math.min(length, chunk));
            }
        };
    }

    private static String real(String text) {
        return text.replace('R', '\r').replace('N', '\n').replace('Q', '"');
    }

    private static String shown(byte[] bytes) {
        return new String(bytes, UTF_8).replace('\r', 'R').replace('\n', 'N').replace('"', 'Q');
    }
}
