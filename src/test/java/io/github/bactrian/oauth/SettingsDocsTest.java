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

    @Test
    void thePageHasARowForEveryKeyAndForNoOther() throws IOException {
        Set<String> rows = new TreeSet<>();
        ROW.matcher(Files.readString(Path.of("docs/identity.md"))).results().forEach(row -> rows.add(row.group(1)));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(ProfileSettings.keys());
    }
}
