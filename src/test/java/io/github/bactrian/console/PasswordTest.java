package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page with a password, and somebody who has a list of passwords. */
class PasswordTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void guessesAreSlowedDownAndLoggedOnThePageAndAtHealth() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), "the-right-one");
        try (WatchedDaemon daemon = new WatchedDaemon(directory, "bactrian.console.password-file = " + password)) {
            assertThat(get(daemon, "/", "the-right-one").statusCode()).isEqualTo(200);
            assertThat(get(daemon, "/observe/health", "the-right-one").body()).contains("checks");
            int looked = 0;
            for (int i = 0; i < 100; i++) {
                looked += get(daemon, "/console/state", "guess-" + i).statusCode() == 401 ? 1 : 0;
            }

            assertThat(looked).isBetween(10, 60);
            assertThat(get(daemon, "/", "guess").statusCode()).isEqualTo(429);
            assertThat(get(daemon, "/observe/health", "the-right-one").statusCode())
                    .isEqualTo(200);
            assertThat(daemon.output()).containsOnlyOnce("wrong password from 127.0.0.1");
            assertThat(daemon.output()).doesNotContain("guess-");
            await().untilAsserted(() ->
                    assertThat(get(daemon, "/", "the-right-one").statusCode()).isEqualTo(200));
        }
    }

    private static HttpResponse<String> get(WatchedDaemon daemon, String path, String password)
            throws IOException, InterruptedException {
        String pair = Base64.getEncoder().encodeToString(("me:" + password).getBytes(StandardCharsets.UTF_8));
        return CLIENT.send(
                HttpRequest.newBuilder(daemon.address().resolve(path))
                        .header("Authorization", "Basic " + pair)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
