package io.github.bactrian.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route of {@code examples/http-api} in a daemon of its own. */
class HttpApiExampleTest {

    private static final Pattern PAGE = Pattern.compile("page: (http://[^/]+)");

    @TempDir
    private Path directory;

    @Test
    void onlyACallerWithATokenChangesTheDirectory() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")))) {
            DaemonProcess daemon = new DaemonProcess(
                    directory.resolve("home"),
                    sandbox,
                    "camel.server.enabled = true",
                    "camel.server.port = 0",
                    "camel.beans.callers = #class:io.github.bactrian.inbound.BearerCheck",
                    "camel.beans.callers.issuer = " + sandbox.oidcIssuer(),
                    "camel.beans.callers.audience = " + sandbox.resource(),
                    "camel.beans.callers.role = User.ReadWrite.All",
                    "camel.beans.callers.caFile = " + sandbox.caFile());
            String route = "routes/add-person.camel.yaml";
            Files.copy(Path.of("examples/http-api", route), daemon.home().resolve(route));
            Process process = daemon.start("run");
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> PAGE.matcher(daemon.output()).find());
                Matcher page = PAGE.matcher(daemon.output());
                assertThat(page.find()).isTrue();
                URI people = URI.create(page.group(1) + "/people");

                assertThat(post(people, "Bearer none").statusCode()).isEqualTo(401);
                assertThat(sandbox.userCount()).isZero();

                HttpResponse<String> created =
                        post(people, "Bearer " + BearerCheckTest.token(sandbox, sandbox.resource()));
                assertThat(created.statusCode()).isEqualTo(201);
                assertThat(created.headers().firstValue("Authorization")).isEmpty();
                assertThat(sandbox.userCount()).isEqualTo(1);

                sandbox.reset();
                assertThat(asInTheReadme(page.group(1), sandbox)).contains("HTTP/1.1 201", "Ada Oz");
                assertThat(sandbox.userCount()).isEqualTo(1);
            } finally {
                DaemonProcess.kill(process);
            }
        }
    }

    /** What a caller types, with the addresses of this test. */
    private static String asInTheReadme(String page, Sandbox sandbox) throws Exception {
        Matcher typed = Pattern.compile("as a caller that the sandbox knows:\n```\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("examples/http-api/README.md")));
        assertThat(typed.find()).isTrue();
        String commands = typed.group(1)
                .replace("data/sandbox/*.pem", sandbox.caFile().toString())
                .replace("https://localhost:9443", sandbox.issuer().toString())
                .replace("http://127.0.0.1:8080", page);
        Process shell = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }

    private static HttpResponse<String> post(URI people, String authorization) throws Exception {
        String body = "{\"name\":\"Ada Oz\",\"user\":\"ada@contoso.example\",\"password\":\"Change-me-1\"}";
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(people)
                                .header("Authorization", authorization)
                                .header("Content-Type", "application/json")
                                .header("CamelHttpUri", "http://127.0.0.1:1/")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }
}
