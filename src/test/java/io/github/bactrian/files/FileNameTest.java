package io.github.bactrian.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path home;

    private void write(String file, String name) throws Exception {
        JsonLinesFile writer = new JsonLinesFile();
        writer.setFile(file);
        Exchange exchange = new DefaultExchange(camel);
        exchange.getIn().setHeader("name", name);
        exchange.getIn().setBody("x");
        writer.process(exchange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/../evil", "..", "x/../.."})
    void aMessageCannotNameAFileOutsideOfTheDirectory(String name) {
        Path out = home.resolve("out");

        assertThatThrownBy(() -> write(out + "/${header.name}", name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside of the directory " + out)
                .hasMessageContaining("Write the directory into the parameter file itself");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void anAbsoluteNameOfAMessageIsRefused() {
        assertThatThrownBy(() -> write("${header.name}", home.resolve("evil").toString()))
                .hasMessageContaining("outside of the directory .");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aLinkBelowTheDirectoryIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Path out = Files.createDirectory(home.resolve("out"));
        Files.createSymbolicLink(out.resolve("link"), elsewhere);

        assertThatThrownBy(() -> write(out + "/${header.name}.jsonl", "link/evil"))
                .hasMessageContaining(out.resolve("link") + " is a link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLinkUnderTheNameOfTheFileIsReplacedNotFollowed() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "kept");
        Path out = Files.createDirectory(home.resolve("out"));
        Files.createSymbolicLink(out.resolve("a.jsonl"), secret);
        Files.createSymbolicLink(out.resolve(".a.jsonl.part"), secret);

        write(out + "/${header.name}.jsonl", "a");

        assertThat(secret).hasContent("kept");
        assertThat(out.resolve("a.jsonl")).isRegularFile().hasContent("\"x\"\n");
        assertThat(Files.isSymbolicLink(out.resolve("a.jsonl"))).isFalse();
    }

    @Test
    void foldersThatAMessageNamesBelowTheDirectoryAreMade() throws Exception {
        write(home + "/out/${header.name}.jsonl", "2026/11/users..old");

        assertThat(home.resolve("out/2026/11/users..old.jsonl")).exists();
    }

    @Test
    void theAuthorsOwnTextMayLeadAnywhere() throws Exception {
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        Files.createDirectory(home.resolve("x"));
        Files.createSymbolicLink(home.resolve("link"), elsewhere);

        write(home + "/x/../link/${header.name}", "a");
        write(home + "/x/../b", "a");

        assertThat(elsewhere.resolve("a")).exists();
        assertThat(home.resolve("b")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "out/a.jsonl, out/a.jsonl, ''",
        "out/${header.x}.jsonl, out/, ${header.x}.jsonl",
        "out/users-${header.x}, out/, users-${header.x}",
        "${properties:out}/${header.x}, ${properties:out}/, ${header.x}",
        "out/${date:now:yyyy}/${body}, out/${date:now:yyyy}/, ${body}",
        "out/${date:header.x:yyyy}/a, out/, ${date:header.x:yyyy}/a",
        "$simple{body}/a, '', $simple{body}/a",
        "${header.x}/a, '', ${header.x}/a"
    })
    void whatComesBeforeTheFirstWordOfAMessageIsTheAuthors(String text, String directory, String rest) {
        assertThat(FileName.of(text)).isEqualTo(new FileName(directory, rest));
    }
}
