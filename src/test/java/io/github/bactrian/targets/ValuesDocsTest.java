package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/values.md says of templates is what arrives. */
class ValuesDocsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(/[^`]+)` \\| `([^`]+)` \\| `([^`]+)` \\|$");

    @Test
    void eachTemplateOfThePageArrivesAsItSays() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(Path.of("docs/values.md")))
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(8);
        try (GuardedCamel camel = GuardedCamel.with("")) {
            for (MatchResult row : rows) {
                String start = "direct:" + row.start();
                camel.add("""
                        - route:
                            from:
                              uri: %s
                              steps: [ { process: { ref: oauth.graph } }, { toD: { uri: "{{api}}%s" } } ]
                        """.formatted(start, row.group(1).replace("\"", "\\\"")));

                assertThat(camel.send(start, null, Map.of("x", row.group(2))).getException())
                        .as(row.group(1))
                        .isNull();

                assertThat(camel.api.taken())
                        .extracting(RawApi.Request::target)
                        .as(row.group(1))
                        .containsExactly(row.group(3));
            }
        }
    }
}
