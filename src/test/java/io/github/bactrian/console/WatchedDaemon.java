package io.github.bactrian.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon that is a process of its own, with its page on a free port, and a sandbox that it calls. */
final class WatchedDaemon implements AutoCloseable {
    private static final Pattern PRINTED = Pattern.compile("page: (http://\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Sandbox sandbox;
    private final DaemonProcess daemon;
    private final Process process;
    private final URI address;

    /** @param settings further lines of properties, or {@code -Dkey=value} for one that is to be stronger than the usual ones */
    WatchedDaemon(Path directory, String... settings) throws IOException {
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")));
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.removeIf(line -> line.startsWith("-D"));
        lines.add("camel.server.port = 0");
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(
                Arrays.stream(settings).filter(line -> line.startsWith("-D")).toList());
        daemon = new DaemonProcess(directory.resolve("home"), sandbox, lines.toArray(String[]::new));
        process = daemon.start(command.toArray(String[]::new));
        Matcher line = await().atMost(Duration.ofSeconds(60)).until(this::printed, Matcher::find);
        address = URI.create(line.group(1));
    }

    private Matcher printed() throws IOException {
        assertThat(process.isAlive()).as(daemon.output()).isTrue();
        return PRINTED.matcher(daemon.output());
    }

    URI address() {
        return address;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Path home() {
        return daemon.home();
    }

    String output() throws IOException {
        return daemon.output();
    }

    String secret() throws IOException {
        return Files.readString(home().resolve("data/console.secret"));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The figures now. */
    Scrape scrape() throws IOException, InterruptedException {
        HttpResponse<String> answer = get("/observe/metrics");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scrape.read(answer.body());
    }

    /** Lines of a file for the import of users; every twentieth row lacks its user name, and is rejected for it. */
    static List<String> rows(int count) throws IOException {
        List<String> example = Files.readAllLines(Path.of("examples/users.csv"));
        List<String> lines = new ArrayList<>(example.subList(0, 2));
        for (int i = 0; i < count; i++) {
            String name = i % 20 == 0 ? "" : "user" + i + "@caravan.example";
            lines.add(example.get(2).replace("amara.okafor@caravan.example", name));
        }
        return lines;
    }

    /** Drops a file under a temporary name, and renames it. */
    void drop(String name, List<String> lines) throws IOException {
        Path inbox = Files.createDirectories(home().resolve("inbox/users"));
        Path part = Files.write(inbox.resolve("." + name + ".tmp"), lines);
        Files.move(part, inbox.resolve(name));
    }

    void kill() throws InterruptedException {
        DaemonProcess.kill(process);
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sandbox.close();
        }
    }
}
