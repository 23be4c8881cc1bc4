package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** An {@link ApiServer}, started and asked. */
final class Api implements AutoCloseable {
    private final Process process;
    private final URI origin;
    private final HttpClient client = HttpClient.newHttpClient();

    private Api(Process process, int port) {
        this.process = process;
        this.origin = URI.create("http://127.0.0.1:" + port);
    }

    static Api start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ApiServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        String port =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return new Api(process, Integer.parseInt(port));
    }

    /** Such as http://127.0.0.1:4711, without a path. */
    URI origin() {
        return origin;
    }

    /** Forgets everything, and answers like this from now on. */
    void reset(Quota.Kind quota, int limit, Duration window, Duration latency, boolean reject) throws Exception {
        String query = "quota=" + quota + "&limit=" + limit + "&window=" + window.toMillis() + "&latency="
                + latency.toMillis() + "&reject=" + reject;
        send(HttpRequest.newBuilder(origin.resolve("/reset?" + query)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    ApiServer.Stats stats() throws Exception {
        return new ObjectMapper()
                .readValue(send(HttpRequest.newBuilder(origin.resolve("/stats"))), ApiServer.Stats.class);
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.build().uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
