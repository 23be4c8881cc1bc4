package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More callers of routes than the server has threads, all of them waiting. */
class BusyServerTest {
    private static final int CALLERS = 60;
    private static final String ROUTES = """
            - route:
                id: slow
                from:
                  uri: platform-http:/slow
                  steps:
                    - removeHeaders: { pattern: "*" }
                    - process: { ref: oauth.graph }
                    - to: { uri: "{{graph.url}}/users", parameters: { httpMethod: GET } }
            - route:
                id: guarded
                from:
                  uri: platform-http:/guarded
                  steps:
                    - process: { ref: callers }
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void livenessAndPageAnswerWhileAllRoutesWaitForAnApiOrAnIssuerThatHangs() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("home/routes"));
        Files.writeString(routes.resolve("inbound.camel.yaml"), ROUTES);
        try (ServerSocket hanging = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
                WatchedDaemon daemon = new WatchedDaemon(
                        directory,
                        "camel.beans.callers = #class:io.github.bactrian.inbound.BearerCheck",
                        "camel.beans.callers.issuer = https://localhost:" + hanging.getLocalPort(),
                        "camel.beans.callers.audience = us")) {
            daemon.sandbox().faults().add(Fault.on("GET", "/v1.0/users").delay(Duration.ofMinutes(2)));
            List<CompletableFuture<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(call(daemon, "/guarded", "Bearer " + wellFormed(i)));
                callers.add(call(daemon, "/slow", "none"));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> daemon.sandbox().stats().directory().requests() > 0);

            for (String path :
                    List.of("/observe/health/live", "/observe/health", "/console/state", "/observe/metrics")) {
                assertThat(get(daemon, path).statusCode()).as(path).isEqualTo(200);
            }
            assertThat(callers).anyMatch(caller -> !caller.isDone());
        }
    }

    private CompletableFuture<?> call(WatchedDaemon daemon, String path, String authorization) {
        return client.sendAsync(
                HttpRequest.newBuilder(daemon.address().resolve(path))
                        .header("Authorization", authorization)
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    private HttpResponse<String> get(WatchedDaemon daemon, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(daemon.address().resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String wellFormed(int number) {
        return base64("{\"alg\":\"RS256\",\"kid\":\"" + number + "\"}") + "." + base64("{\"sub\":\"x\"}") + "."
                + base64("x".repeat(256));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
