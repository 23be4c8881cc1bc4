package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import io.github.bactrian.daemon.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposedSecretsTest {
    @TempDir
    Path directory;

    private final Options options = new Options();

    @BeforeEach
    void letOthersPass() throws IOException {
        mode(directory, "rwxr-xr-x");
    }

    private List<String> findings() {
        return Preparation.read(directory, false, options).warnings().stream()
                .map(Finding::toString)
                .toList();
    }

    private void properties(String... lines) throws IOException {
        Files.write(directory.resolve("application.properties"), List.of(lines));
    }

    private Path file(String name, String mode) throws IOException {
        return mode(Files.writeString(directory.resolve(name), "x"), mode);
    }

    private static Path mode(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oauth.graph.client-secret-file",
                "oauth.graph.certificate",
                "oauth.graph.federated-token-file",
                "oauth.graph.tls-certificate",
                "bactrian.console.password-file"
            })
    void aFileWithASecretThatOthersMayReadIsToldWithTheCommand(String key) throws IOException {
        Path open = file("open", "rw-r--r--");
        Path closed = file("closed", "rw-r-----");
        properties("# first", key + " = " + closed + ", " + open);

        assertThat(findings())
                .containsExactly("application.properties:2: warning: " + key + ": other users may read " + open
                        + "; run: chmod go= " + open + " [exposed-secret]");
    }

    @Test
    void aFileInADirectoryThatOthersCannotPassIsWellKept() throws IOException {
        Files.createDirectory(directory.resolve("secrets"));
        mode(directory.resolve("secrets"), "rwx------");
        properties("oauth.graph.client-secret-file = " + file("secrets/graph", "rw-r--r--"));

        assertThat(findings()).isEmpty();
    }

    @Test
    void aLinkIsAsOpenAsTheFileThatItLeadsTo() throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.createSymbolicLink(closed.resolve("link"), file("open", "rw-r--r--"));
        mode(closed, "rwx------");
        properties("oauth.graph.client-secret-file = closed/link");

        assertThat(findings()).singleElement().asString().contains("other users may read", "closed/link");
    }

    @Test
    void aSecretInThePropertiesIsToldWithTheVariableToUse() throws IOException {
        properties(
                "oauth.graph.client-secret = very-secret",
                "oauth.graph.certificate-password = very-secret",
                "camel.vault.hashicorp.token = very-secret",
                "sftp.password = very-secret",
                "# check: allow exposed-secret",
                "ftp.password = very-secret",
                "smtp.password = {{env:SMTP_PASSWORD}}",
                "imap.password = <the password>",
                "pop.password =",
                "oauth.graph.token-endpoint = https://login.example/token");

        assertThat(findings())
                .hasSize(4)
                .allMatch(line -> line.endsWith("[exposed-secret]") && !line.contains("very-secret"))
                .first()
                .asString()
                .isEqualTo(
                        "application.properties:1: warning: oauth.graph.client-secret: a secret in this file is easily"
                                + " copied with it; use the environment variable OAUTH_GRAPH_CLIENT_SECRET, or name a file:"
                                + " oauth.graph.client-secret-file [exposed-secret]");
    }

    @Test
    void aSecretInAFileOfItsOwnIsToldOnlyIfOthersMayReadIt() throws IOException {
        Path own = directory.resolve("own.properties");
        Files.writeString(own, "oauth.graph.client-secret = very-secret\n");
        options.properties = List.of(Path.of("own.properties"));

        mode(own, "rw-r--r--");
        assertThat(findings())
                .containsExactly("own.properties:1: warning: oauth.graph.client-secret: other users may read this file,"
                        + " which holds a secret; run: chmod go= own.properties [exposed-secret]");
        mode(own, "rw-------");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aSecretOnTheCommandLineIsTold() throws IOException {
        properties("a = b");
        options.defined.put("oauth.graph.client-secret", "very-secret");

        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith(
                        "warning: -Doauth.graph.client-secret: oauth.graph.client-secret: a secret on the command line is"
                                + " seen by all users of this machine")
                .doesNotContain("very-secret");
    }

    @Test
    void aDirectoryOfTheLedgerThatOthersMayLookIntoIsTold() throws IOException {
        properties("a = b");
        Path data = Files.createDirectory(directory.resolve("data"));
        mode(data, "rwx--x--x");
        assertThat(findings()).singleElement().asString().contains("run: chmod go= " + data.toAbsolutePath());

        mode(data, "rwx------");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aSecretsFileThatThisUserMayNotReadIsAnErrorThatSaysSo() throws IOException {
        Path file = file("graph", "---------");
        assumeThat(Files.isReadable(file)).as("read by root").isFalse();

        assertThatThrownBy(() -> new Settings("oauth.graph.", Map.of("client-secret-file", file.toString()))
                        .files("client-secret-file"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(file + " is there, but may not be read by the user");
    }
}
