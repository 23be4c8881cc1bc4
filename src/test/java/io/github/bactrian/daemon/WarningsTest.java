package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.daemon.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a working directory beyond its errors, and how editors get to know. */
class WarningsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeARoute() throws IOException {
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/a.camel.yaml"), """
                - from:
                    uri: timer:a
                    steps: [{ to: "{{crm.url}}/people" }]
                """);
    }

    @Test
    void aPropertyThatNoRouteUsesIsToldWithItsLineUnlessACommentAllowsIt() throws IOException {
        properties(
                "crm.url = https://crm.example",
                "crm.ulr = x",
                "# check: allow unused",
                "crm.old = y",
                "mail.from = z");

        assertThat(preparation().warnings())
                .extracting(Finding::toString)
                .containsExactly(
                        "application.properties:2: warning: crm.ulr is used by no route, though others of its kind"
                                + " are [unused]");
        assertThat(preparation().findings()).isEmpty();
    }

    @Test
    void aWellKnownHostNeedsNoHostsToBeKnown() throws IOException {
        properties(
                "crm.url = https://graph.microsoft.com/v1.0",
                "oauth.graph.scope = https://graph.microsoft.com/.default");

        assertThat(preparation().warnings())
                .singleElement()
                .asString()
                .startsWith("routes/a.camel.yaml:3:15: warning: no step chooses a profile")
                .contains("oauth.graph");
    }

    @Test
    void jsonHoldsPlaceSeverityAndTheNearestName() throws IOException {
        Finding error = Finding.parse("routes/a.camel.yaml:3:5: no bean is named 'x'; did you mean 'y'?");
        Finding warning = new Finding("routes/a.camel.yaml", 3, 5, "odd", "no-key");
        Finding placeless = Finding.parse("-Dcrm.url: odd");

        assertThat(new ObjectMapper().readTree(FindingsJson.of(List.of(error, warning, placeless))))
                .isEqualTo(new ObjectMapper().readTree("""
                        [{"file": "routes/a.camel.yaml", "line": 3, "column": 5, "severity": "error", "rule": null,
                          "message": "no bean is named 'x'; did you mean 'y'?", "suggestion": "y"},
                         {"file": "routes/a.camel.yaml", "line": 3, "column": 5, "severity": "warning", "rule": "no-key",
                          "message": "odd", "suggestion": null},
                         {"file": null, "line": null, "column": null, "severity": "error", "rule": null,
                          "message": "-Dcrm.url: odd", "suggestion": null}]"""));
    }

    private void properties(String... lines) throws IOException {
        Files.write(directory.resolve("application.properties"), List.of(lines));
    }

    private Preparation preparation() {
        return Preparation.read(directory, false, new Options());
    }
}
