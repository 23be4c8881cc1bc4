package io.github.bactrian.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/identity.md} and the keys {@code call.*} of profiles. */
class CallSettingsDocsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `call\\.([a-z-]+)` \\|");

    @Test
    void thePageHasARowForEveryKeyAndForNoOther() throws IOException {
        Set<String> rows = new TreeSet<>();
        ROW.matcher(Files.readString(Path.of("docs/identity.md"))).results().forEach(row -> rows.add(row.group(1)));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(CallSettings.KEYS);
    }
}
