package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/identity.md} and the keys that profiles know, those below {@code call.} aside. */
class SettingsDocsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

    /** Seen from the project, or from the one that tests with another Camel. */
    private static String page() throws IOException {
        Path page = Path.of("docs/identity.md");
        return Files.readString(Files.exists(page) ? page : Path.of("..").resolve(page));
    }

    @Test
    void thePageHasARowForEveryKeyAndForNoOther() throws IOException {
        Set<String> rows = new TreeSet<>();
        ROW.matcher(page()).results().forEach(row -> rows.add(row.group(1)));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(ProfileSettings.keys());
    }
}
