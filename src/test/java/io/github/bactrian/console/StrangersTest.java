package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the page of a daemon without a password, on loopback, from somewhere else or in another form than it should. */
class StrangersTest {
    @TempDir
    private static Path directory;

    private static WatchedDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        daemon = new WatchedDaemon(directory);
    }

    @AfterAll
    static void stop() {
        daemon.close();
    }

    private static RawHttp raw(String text) throws IOException {
        return RawHttp.to(daemon.address().getPort()).send(text);
    }

    private static String asked(String line, String... headers) throws IOException {
        String rest = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        String host =
                List.of(headers).stream().anyMatch(header -> header.startsWith("Host:")) ? "" : "Host: 127.0.0.1\r\n";
        try (RawHttp connection = raw(line + " HTTP/1.1\r\n" + host + rest + "Connection: close\r\n\r\n")) {
            return connection.untilClosed();
        }
    }

    @Test
    void nobodySpeaksHttp2FromTheFirstByteOn() throws IOException {
        String settings = "\0\0\0\4\0\0\0\0\0";
        try (RawHttp connection = raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings)) {
            assertThat(connection.untilClosed()).doesNotContain("\0\0").matches("(?s)(HTTP/\\d\\.\\d [45].*)?");
        }
    }

    @Test
    void nobodyChangesToHttp2() throws IOException {
        String upgrade = String.join(
                "\r\n",
                "GET /observe/health/live HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                "",
                "");
        try (RawHttp connection = raw(upgrade)) {
            assertThat(connection.first()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void byAForeignNameOneLearnsOnlyWhetherAllIsWell() throws IOException {
        assertThat(asked("GET /observe/health", "Host: rebound.example"))
                .startsWith("HTTP/1.1 200")
                .contains("UP")
                .doesNotContain("checks");
        for (String path : List.of("/", "/console/state", "/console/routes/import-users", "/observe/metrics")) {
            assertThat(asked("GET " + path, "Host: rebound.example")).as(path).startsWith("HTTP/1.1 403");
        }
        assertThat(asked("GET /observe/health")).contains("checks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://127.0.0.1:1",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void aForeignPageChangesNothingEvenIfItKnewTheSecret(String header) throws IOException {
        assertThat(asked("POST /console/jobs/x/stop", "Bactrian-Secret: " + daemon.secret(), header))
                .startsWith("HTTP/1.1 403")
                .contains("must come from this page");
    }

    @Test
    void nothingIsChangedWithoutTheSecret() throws IOException {
        assertThat(asked("POST /console/jobs/x/stop")).startsWith("HTTP/1.1 403");
        assertThat(asked("POST /console/jobs/x/stop", "Bactrian-Secret: guessed"))
                .startsWith("HTTP/1.1 403");
        assertThat(asked("POST /console/jobs/x/stop", "Bactrian-Secret: " + daemon.secret()))
                .startsWith("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../application.properties",
                "/console/../../data/console.secret",
                "/console/..%2f..%2fdata%2fconsole.secret",
                "/console/%2e%2e/%2e%2e/data/console.secret",
                "/console/lit/....//....//application.properties",
                "/console/..;/console.secret",
                "//etc/passwd",
                "/console/%00/style.css"
            })
    void noPathLeadsToAFile(String path) throws IOException {
        assertThat(asked("GET " + path)).matches("(?s)HTTP/1.1 4\\d\\d.*").doesNotContain(daemon.secret());
    }

    @Test
    void aRequestWithTwoLengthsIsNotTakenForTwo() throws IOException {
        String smuggled = String.join(
                "\r\n",
                "POST /console/jobs/x/stop HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Length: 60",
                "Transfer-Encoding: chunked",
                "",
                "0",
                "",
                "GET /observe/metrics HTTP/1.1",
                "Host: 127.0.0.1",
                "",
                "");
        try (RawHttp connection = raw(smuggled)) {
            assertThat(connection.untilClosed()).startsWith("HTTP/1.1 400").doesNotContain("bactrian_");
        }
    }

    @Test
    void aHeadWithoutEndIsCut() throws IOException {
        try (RawHttp connection = raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000))) {
            assertThat(connection.untilClosed()).matches("(?s)(HTTP/1.1 4\\d\\d.*)?");
        }
    }

    @Test
    void whatIsAskedForIsNotShownAsAPage() throws Exception {
        HttpResponse<String> answer = daemon.get("/console/jobs/%3Cscript%3Ealert(1)%3C%2Fscript%3E");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(daemon.get("/").headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
    }
}
