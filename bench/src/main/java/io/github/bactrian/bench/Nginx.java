package io.github.bactrian.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server that answers every row at once, and does nothing with it but count it. */
final class Nginx implements Target {
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes auto;
            pid {0}/nginx.pid;
            error_log {0}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              keepalive_timeout 1h;
              client_body_temp_path {0}/body;
              proxy_temp_path {0}/proxy;
              fastcgi_temp_path {0}/fastcgi;
              uwsgi_temp_path {0}/uwsgi;
              scgi_temp_path {0}/scgi;
              server {
                listen 127.0.0.1:{1};
                location /rows { return 201; }
                location /count { stub_status; }
              }
            }
            """;
    private static final Pattern REQUESTS = Pattern.compile("\\s*\\d+ \\d+ (\\d+)\\s*");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI origin;
    private final Path log;
    private long own;
    private long before;

    private Nginx(Process process, URI origin, Path log) {
        this.process = process;
        this.origin = origin;
        this.log = log;
    }

    /** @param program where it is */
    static Nginx start(Path program, Path work) throws Exception {
        Path directory = Files.createTempDirectory(work.toAbsolutePath(), "nginx-");
        int port = Contestants.freePort();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(
                configuration,
                CONFIGURATION.replace("{0}", directory.toString()).replace("{1}", Integer.toString(port)));
        Path log = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "-p",
                        directory.toString(),
                        "-e",
                        directory.resolve("error.log").toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Nginx nginx = new Nginx(process, URI.create("http://127.0.0.1:" + port), log);
        nginx.awaitListening();
        return nginx;
    }

    private void awaitListening() throws Exception {
        while (true) {
            if (!process.isAlive()) {
                throw new IOException("nginx has ended: " + Files.readString(log));
            }
            try {
                reset();
                return;
            } catch (java.net.ConnectException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Override
    public URI rows() {
        return origin.resolve("/rows");
    }

    @Override
    public void reset() throws Exception {
        before = all();
    }

    @Override
    public Count count() throws Exception {
        long calls = all() - before;
        return new Count(calls, calls);
    }

    /** Those of others; it counts the one that asks, too. */
    private long all() throws Exception {
        String status = client.send(
                        HttpRequest.newBuilder(origin.resolve("/count")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        own++;
        return status.lines()
                .map(REQUESTS::matcher)
                .filter(Matcher::matches)
                .mapToLong(line -> Long.parseLong(line.group(1)) - own)
                .findFirst()
                .orElseThrow(() -> new IOException("nginx does not count: " + status));
    }

    @Override
    public void require(Bodies file) throws Exception {
        long calls = count().ended();
        if (calls != file.count()) {
            throw new IllegalStateException(calls + " calls for " + file.count() + " rows");
        }
    }

    @Override
    public ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
