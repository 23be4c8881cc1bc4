package io.github.bactrian;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code mvnw}, with a server that hands out something else than Maven. */
@DisabledOnOs(OS.WINDOWS)
class WrapperTest {
    @TempDir
    private Path directory;

    @Test
    void aMavenOfAnotherChecksumIsNotRun() throws Exception {
        WireMockServer server =
                new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        try {
            server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("not Maven")));

            String output = wrapper(server.baseUrl(), "mvnw");

            assertThat(server.findAll(anyRequestedFor(anyUrl()))).isNotEmpty();
            assertThat(output).contains("Failed to validate Maven distribution SHA-256");
            assertThat(directory.resolve("wrapper/dists/apache-maven-3.9.16")).isEmptyDirectory();
        } finally {
            server.stop();
        }
    }

    @Test
    void bothScriptsAndBothKindsOfArchiveHaveAChecksum() throws Exception {
        assertThat(Path.of(".mvn/wrapper/maven-wrapper.properties"))
                .content()
                .containsPattern("distributionSha256Sum=[0-9a-f]{64}\n")
                .containsPattern("distributionSha256SumTarGz=[0-9a-f]{64}\n");
        assertThat(Path.of("mvnw")).content().contains("distributionSha256SumTarGz");
        assertThat(Path.of("mvnw.cmd")).content().contains("-ne $distributionSha256Sum");
    }

    private String wrapper(String repository, String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", Path.of(script).toString(), "-v").redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "MVNW_REPOURL",
                        repository,
                        "MAVEN_USER_HOME",
                        Files.createDirectories(directory).toString()));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        return output;
    }
}
