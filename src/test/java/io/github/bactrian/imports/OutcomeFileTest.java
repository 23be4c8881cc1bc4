package io.github.bactrian.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.imports.formats.RecordFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeFileTest {
    @TempDir
    Path home;

    @Test
    void everythingStandsAsItStoodInTheInput() throws IOException {
        assertThat(rejects(
                        "\uFEFFReport \"x\r\na;\"b b\"\r\n\r\n1; \"2\"\r\n\"x;\r\ny\";3\r\n5;6",
                        new Object[] {"skipLines", 1, "delimiter", ";"},
                        row(2, "no"),
                        row(3, "not \"good\"; at\nall")))
                .isEqualTo(String.join(
                        "\r\n",
                        "\uFEFFReport \"x",
                        "_row;_error;a;\"b b\"",
                        "2;no;\"x;",
                        "y\";3",
                        "3;\"not \"\"good\"\"; at\nall\";5;6",
                        ""));
    }

    @Test
    void rowsThatCouldNotBeReadStandAsTheyStood() throws IOException {
        byte[] input = "a,b\n1\n\u00e9,x\n\"q\"r,s\n".getBytes(Charset.forName("ISO-8859-1"));

        byte[] output = Files.readAllBytes(write(input, new Object[0], row(1, "r1"), row(2, "r2"), row(3, "r3")));

        assertThat(output)
                .isEqualTo("_row,_error,a,b\n1,r1,1\n2,r2,\u00e9,x\n3,r3,\"q\"r,s\n"
                        .getBytes(Charset.forName("ISO-8859-1")));
    }

    @Test
    void theReasonIsWrittenInTheInputsCharset() throws IOException {
        Path output = write("a\n1\n".getBytes(UTF_8), new Object[] {"charset", "windows-1252"}, row(1, "zu groß"));

        assertThat(Files.readString(output, Charset.forName("windows-1252")))
                .isEqualTo("_row,_error,a\n1,\"zu groß\",1\n");
    }

    @Test
    void aRowKeepsItsNumberInTheRootFileOverGenerations() throws IOException {
        String first = rejects("a,b\n1,x\n2,x\n3,x\n4,x\n", new Object[0], row(2, "no"), row(4, "never"));
        assertThat(first).isEqualTo("_row,_error,a,b\n2,no,2,x\n4,never,4,x\n");

        String second = rejects(first.replace("4,x", "4,\"y,z\""), new Object[0], row(2, "still not"));
        assertThat(second).isEqualTo("_row,_error,a,b\n4,\"still not\",4,\"y,z\"\n");

        assertThat(rejects(second, new Object[0], row(1, "never"))).isEqualTo("_row,_error,a,b\n4,never,4,\"y,z\"\n");
    }

    @Test
    void eachOutcomeHasAFileOfItsOwnAndNoneIsWrittenForNothing() throws IOException {
        RecordFile input = open("a\n1\n2\n".getBytes(UTF_8));
        Path rejects = home.resolve("rejects/x.csv");
        Path unknown = home.resolve("unknown/x.csv");

        OutcomeFile.write(
                input,
                List.of(new Recovery.Ended(2, Outcome.UNKNOWN, "who")).iterator(),
                Map.of(Outcome.REJECTED, rejects, Outcome.UNKNOWN, unknown));

        assertThat(unknown).hasContent("_row,_error,a\n2,who,2\n");
        assertThat(rejects).doesNotExist();
        assertThat(unknown.getParent().toFile().list()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unknown)))
                .isEqualTo("rw-------");
    }

    private static Recovery.Ended row(long number, String reason) {
        return new Recovery.Ended(number, Outcome.REJECTED, reason);
    }

    private String rejects(String input, Object[] settings, Recovery.Ended... rows) throws IOException {
        return Files.readString(write(input.getBytes(UTF_8), settings, rows));
    }

    private Path write(byte[] input, Object[] settings, Recovery.Ended... rows) throws IOException {
        Path target = home.resolve("rejects/x.csv");
        OutcomeFile.write(open(input, settings), List.of(rows).iterator(), Map.of(Outcome.REJECTED, target));
        return target;
    }

    private RecordFile open(byte[] input, Object... settings) throws IOException {
        return RecordFile.open(
                Files.write(home.resolve("x.csv"), input),
                "x.csv",
                TestSettings.of(settings).reading());
    }
}
