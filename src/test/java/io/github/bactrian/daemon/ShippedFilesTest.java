package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a checkout brings beside the code. */
class ShippedFilesTest {

    @Test
    void theSampleRoutesHaveNoFindingsInTheSandbox() {
        Preparation shipped = Preparation.read(Path.of(""), true, new Options());

        assertThat(shipped.findings()).isEmpty();
        assertThat(shipped.warnings()).isEmpty();
    }

    @Test
    void withoutTheSandboxTheLinesToFillInAreNamed() {
        assertThat(Preparation.read(Path.of(""), false, new Options()).findings())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding)
                        .startsWith("application.properties:")
                        .endsWith("is still to be filled in, or use --sandbox"));
    }

    @Test
    void noSecretIsWrittenDown() throws Exception {
        assertThat(Files.readAllLines(Path.of("application.properties")))
                .filteredOn(line -> !line.startsWith("#"))
                .noneMatch(line -> line.contains("secret"));
    }

    @Test
    void theSampleFileHasWhatFilesFromSpreadsheetsHave() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of("examples/users.csv"));
        String text = new String(bytes, StandardCharsets.UTF_8);

        assertThat(text)
                .startsWith("\uFEFFversion:v1.0\r\n")
                .contains("\"Sales, East\"", "Oasis Road\r\nSecond well", "陳");
    }

    @Test
    void everyRouteFileIsNamedAsItsRoute() throws Exception {
        for (String name : List.of("import-users", "nightly-users", "changed-users")) {
            assertThat(Files.readString(Path.of("routes", name + ".camel.yaml")))
                    .contains("id: " + name + "\n");
        }
    }
}
