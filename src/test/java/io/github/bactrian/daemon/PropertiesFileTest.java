package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
    @TempDir
    private Path directory;

    @Test
    void eachEntryKnowsTheLineItBeginsOn() throws IOException {
        assertThat(read("# a comment, with \\", "a = 1", "", "b: two \\", "   words", "c"))
                .extracting(Property::key, Property::value, Property::where)
                .containsExactly(
                        tuple("a", "1", "x.properties:2"),
                        tuple("b", "two words", "x.properties:4"),
                        tuple("c", "", "x.properties:6"));
    }

    @Test
    void aBackslashThatIsEscapedContinuesNothing() throws IOException {
        assertThat(read("path = C:\\\\", "b = 2")).extracting(Property::value).containsExactly("C:\\", "2");
    }

    @Test
    void textIsReadAsUtf8() throws IOException {
        assertThat(read("name = Ødegård \\u00fc")).extracting(Property::value).containsExactly("Ødegård ü");
    }

    @Test
    void aKeySetTwiceComesTwice() throws IOException {
        assertThat(read("a = 1", "a = 2")).extracting(Property::value).containsExactly("1", "2");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Path file = directory.resolve("x.properties");
        Files.write(file, "name = Ødegård".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> PropertiesFile.read(file, "x.properties"))
                .hasMessage("x.properties: not UTF-8; save the file in that encoding");
    }

    @Test
    void aMalformedEscapeIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("a = 1", "b = \\u12")).hasMessageStartingWith("x.properties:2: ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> PropertiesFile.read(Path.of("nowhere.properties"), "nowhere.properties"))
                .hasMessage("nowhere.properties does not exist");
    }

    @Test
    void aPropertyNeverShowsItsValue() {
        assertThat(new Property("oauth.a.client-secret", "hush", "x.properties:1"))
                .hasToString("x.properties:1: oauth.a.client-secret");
    }

    private List<Property> read(String... lines) throws IOException {
        Path file = directory.resolve("x.properties");
        Files.write(file, List.of(lines));
        return PropertiesFile.read(file, "x.properties");
    }
}
