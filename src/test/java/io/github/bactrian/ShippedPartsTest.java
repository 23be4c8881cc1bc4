package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The check of CI that holds what is shipped against the versions that are known to be bad, and its list. */
@DisabledOnOs(OS.WINDOWS)
class ShippedPartsTest {
    private static final String GOOD = "pkg:maven/io.netty/netty-codec-http2@4.1.140.Final?type=jar";

    private record Outcome(int status, String text) {}

    @TempDir
    private Path directory;

    @Test
    void anOldVersionFailsAndTheMessageSaysWhatToDo() throws Exception {
        Outcome outcome = held(GOOD, "pkg:maven/ch.qos.logback/logback-core@1.5.9?type=jar");

        assertThat(outcome.text)
                .contains(
                        "ch.qos.logback:logback-core 1.5.9 is known to be bad",
                        "CVE-2025-11226",
                        "take 1.5.37 or newer in pom.xml");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void aPartThatMustNeverComeFailsInAnyVersion() throws Exception {
        Outcome outcome = held(GOOD, "pkg:maven/com.mchange/c3p0@99.0?type=jar");

        assertThat(outcome.text).contains("com.mchange:c3p0 99.0", "exclude it");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void versionsAreComparedAsNumbers() throws Exception {
        assertThat(held(GOOD).status).isZero();
        assertThat(held(GOOD.replace("4.1.140", "4.1.99")).status).isEqualTo(1);
    }

    @Test
    void whatIsLivedWithIsNamedAndPasses() throws Exception {
        Outcome outcome = held("pkg:maven/org.apache.camel/camel-http@4.18.0?type=jar");

        assertThat(outcome.text).contains("lived with: org.apache.camel:camel-http 4.18.0", "CVE-2026-85251");
        assertThat(outcome.status).isZero();
    }

    @Test
    void aListOfPartsThatNamesNoneIsNoPass() throws Exception {
        assertThat(held().status).isEqualTo(1);
    }

    @Test
    void everyLineOfTheListNamesAPartAVersionAndAnAdvisory() throws IOException {
        assertThat(Files.readAllLines(Path.of(".ci/fixed-in.txt")))
                .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                .allSatisfy(line -> assertThat(line)
                        .matches("[\\w.-]+:[\\w.-]+ (never|\\d[\\w.]*)( (CVE|GHSA)-[\\w-]+)+( accepted: .+)?"));
    }

    private Outcome held(String... purls) throws Exception {
        Path bom = directory.resolve("bom.json");
        Files.writeString(
                bom,
                Arrays.stream(purls)
                        .map(purl -> "      \"purl\" : \"" + purl + "\"\n")
                        .collect(Collectors.joining("", "{\n", "}\n")));
        Process check = new ProcessBuilder(".ci/parts", bom.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(check.waitFor(), text);
    }
}
