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

    private static final int FINE_ROUTES = 11;

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
    void whereAValueSteersMoreThanOnePlaceIsNoted() {
        Report report = OfflineCheck.run(Path.of("src/test/resources/check-fine"), "file:templates.camel.yaml", KNOWN);

        assertThat(report.notes())
                .extracting(Finding::toString)
                .containsExactly(
                        "templates.camel.yaml:7:84: note: ${method:header.verb:GET,POST} takes the method of a call from the"
                                + " message",
                        "templates.camel.yaml:8:16: note: ${query:header.query} takes a whole query from the message",
                        "templates.camel.yaml:8:16: note: ${segments:header.path} takes several path segments from the message",
                        "templates.camel.yaml:16:55: note: ${method:header.verb:GET,POST} takes the method of a call from the"
                                + " message",
                        "templates.camel.yaml:18:48: note: ${segments:body[path]} takes several path segments from the message");
    }

    @Test
    void aValueInAStatementIsAParameterOrAFinding() {
        Report report = OfflineCheck.run(
                Path.of("src/test/resources/check-sql"),
                "file:statements.camel.yaml",
                new Known(Map.of(), Set.of(), Set.of("orders"), Map.of()));

        assertThat(Stream.concat(report.findings().stream(), report.warnings().stream()))
                .extracting(Finding::toString)
                .filteredOn(finding -> !finding.contains("is not installed"))
                .containsExactly(
                        "statements.camel.yaml:11:16: ${body[name]} is refused: it would be part of the statement; write"
                                + " :#${body[name]}",
                        "statements.camel.yaml:6:15: warning: sql: evaluates ${body[name]} as a parameter alone; write"
                                + " :#${body[name]} without quotes around it [unescaped]",
                        "statements.camel.yaml:9:34: warning: sql: evaluates ${header.kind} as a parameter alone; write"
                                + " :#${header.kind} without quotes around it [unescaped]");
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
