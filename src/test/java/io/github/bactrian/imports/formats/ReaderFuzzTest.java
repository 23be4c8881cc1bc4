package io.github.bactrian.imports.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of words that mean something in their format, in any order, for a short while. {@code -Dbactrian.test.fuzz=SECONDS}
 * searches longer, {@code -Dbactrian.test.seed=N} elsewhere; {@code ./mvnw -Pfuzz} is led by what the code does with them.
 */
class ReaderFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("bactrian.test.fuzz", 2));
    private static final long SEED = Long.getLong("bactrian.test.seed", 20261122);

    @TempDir
    Path home;

    @ParameterizedTest
    @EnumSource
    void anyFileIsReadOrRefused(FuzzedKind kind) {
        Random random = new Random(SEED);
        long end = System.nanoTime() + TIME.toNanos();
        for (int round = 0; System.nanoTime() < end; round++) {
            byte[] content = content(kind, random);
            try {
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> FuzzedFile.check(home, kind, content));
            } catch (Throwable e) {
                throw new AssertionError(
                        "%s, seed %d, round %d: %s%n%s"
                                .formatted(kind, SEED, round, Arrays.toString(content), new String(content, UTF_8)),
                        e);
            }
        }
    }

    private static byte[] content(FuzzedKind kind, Random random) {
        String[] words = words(kind).split("\\|");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((random.nextInt(8) == 0 ? "" : start(kind)).getBytes(UTF_8));
        for (int i = random.nextInt(25); i > 0; i--) {
            bytes.writeBytes(words[random.nextInt(words.length)].getBytes(UTF_8));
            if (random.nextInt(40) == 0) {
                bytes.write(random.nextInt(256));
            }
        }
        if (random.nextInt(3) > 0) {
            bytes.writeBytes(end(kind).getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String words(FuzzedKind kind) {
        return switch (kind) {
            case JSON, JSONL ->
                "[|]|{|}|,|:|\"|\"a\":1|{\"a\":1}|{\"b\":\"x\"},|\\|\\u00|1e5|null| |\n|\r\n|\"_row\":3,\"_error\":\"x\"|_value|\uFEFF";
            case XML, XML_ZIP ->
                "<a>|</a>|<b>|</b>|<b/>|<b c=\"1\">x</b>|<c x='>'/>|<!--|-->|<![CDATA[|]]>|<?p|?>|&lt;|&x;|\"|'|>|\n| |_row=\"3\"|xmlns:n='u'|<n:b/>";
            case XLSX_ROWS ->
                "<row>|</row>|<row r=\"2\">|<row r=\"9\">|<x:row|<c>|</c>|<c t=\"s\"><v>1</v></c>|<c t=\"s\"><v>7</v></c>|<c r=\"C2\" t=\"str\"><v>x</v></c>|<c><v>1.5</v></c>|<c t=\"e\"><v>#N/A</v></c>|<c t=\"inlineStr\"><is><t>,\"\n</t></is></c>|<v>|_x000D_|_x0000_|_xD800_|&lt;|</sheetData>|<f>1</f>|<!--|-->";
            case XLSX_TEXTS ->
                "<si>|</si>|<t>|</t>|<si><t>a</t></si>|<r>|</r>|<rPh>|</rPh>|_x000D_|&lt;|&x;|\n|a|<si/>";
            default -> "a|b|,|,|;|\t|\"|\"\"|\n|\n|\r\n|\r|_row,_error,|=1|1|2| |\uFEFF|PK\3\4|\u001F";
        };
    }

    private static String start(FuzzedKind kind) {
        return switch (kind) {
            case JSON -> "[";
            case XML, XML_ZIP -> "<a>";
            case CSV, CSV_UTF_16, CSV_GZIP -> "a,b\n";
            case XLSX_ROWS ->
                "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c t=\"s\"><v>0</v></c></row>";
            case XLSX_TEXTS -> "<si><t>a</t></si>";
            default -> "";
        };
    }

    private static String end(FuzzedKind kind) {
        return switch (kind) {
            case JSON -> "]";
            case XML, XML_ZIP -> "</a>";
            default -> "2\n";
        };
    }
}
