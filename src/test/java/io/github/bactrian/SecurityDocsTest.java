package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/security.md names as the one that shows a promise is there. */
class SecurityDocsTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)`");

    @Test
    void eachNamedTestExists() throws IOException {
        Set<String> named = NAMED.matcher(Files.readString(Path.of("docs/security.md")))
                .results()
                .map(match -> match.group(1) + ".java")
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(30);

        try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
            assertThat(sources.map(file -> file.getFileName().toString())
                            .filter(named::contains)
                            .collect(Collectors.toSet()))
                    .isEqualTo(named);
        }
    }
}
