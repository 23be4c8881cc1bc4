package io.github.bactrian.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OfflineCheckTest {
    private static final Path WRONG = Path.of("src/test/resources/check");
    private static final Known KNOWN = new Known(
            Map.of("graph.url", "https://graph.example/v1.0", "crm.url", "https://crm.example/api"),
            Set.of("graph", "crm"),
            Set.of(),
            Map.of("graph", target -> "graph.example".equals(target.getHost()), "crm", target -> "crm.example"
                    .equals(target.getHost())));

    private static final int FINE_ROUTES = 10;

    static Stream<Path> wrongRoutes() throws IOException {
        try (Stream<Path> files = Files.list(WRONG)) {
            return files.map(Path::getFileName).sorted().toList().stream();
        }
    }

    /** The first line of each file is the one finding that it must give. */
    @ParameterizedTest
    @MethodSource("wrongRoutes")
    void aWrongRouteGivesItsOneFinding(Path file) throws IOException {
        String expected = Files.readAllLines(WRONG.resolve(file)).get(0).substring(2);
        String place = expected.matches("[0-9]+:.*") ? ":" : ": ";

        Report report = OfflineCheck.run(WRONG, "file:" + file, KNOWN);

        assertThat(Stream.concat(report.findings().stream(), report.warnings().stream()))
                .singleElement()
                .asString()
                .startsWith(file + place + expected);
    }

    @Test
    void routesThatAreRightGiveNoFinding() {
        Report report = OfflineCheck.run(Path.of("src/test/resources/check-fine"), "file:**/*.camel.yaml", KNOWN);

        assertThat(report.findings()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.routes()).isEqualTo(FINE_ROUTES);
        assertThat(report.imports())
                .containsExactlyInAnyOrder(
                        new ImportRoute("users", Map.of("key", "mail", "parallel", "8")),
                        new ImportRoute("rows", Map.of("secretFields", "pin")));
    }

    @Test
    void aPatternThatMatchesNothingIsAFinding() {
        Report report = OfflineCheck.run(WRONG, "file:nowhere/**/*.camel.yaml", KNOWN);

        assertThat(report.findings())
                .singleElement()
                .asString()
                .contains("file:nowhere/**/*.camel.yaml", "no route file matches");
    }
}
