package io.github.bactrian.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts those that compete, all with the same heap, the collector that Java chooses, and as many connections as rows in flight. */
final class Contestants {
    private static final String ROUTE = """
            - route:
                id: rows
                from:
                  uri: import:rows
                  parameters: { directory: inbox, quietPeriod: 0s, sameContent: run, parallel: %d }
                  steps:
                    - marshal: { json: { library: Jackson } }
                    - process: { ref: oauth.bench }
                    - to: { uri: "%s", parameters: { httpMethod: POST, connectionsPerRoute: %d, maxTotalConnections: %d } }
            """;

    private final Path work;
    private final SandboxIssuer issuer;
    private final URI rows;
    private final int parallel;
    private final List<String> options;

    /** @param options for every JVM */
    Contestants(Path work, SandboxIssuer issuer, URI rows, int parallel, List<String> options) {
        this.work = work;
        this.issuer = issuer;
        this.rows = rows;
        this.parallel = parallel;
        this.options = List.copyOf(options);
    }

    /**
     * The daemon, with its defaults.
     *
     * @param java the home of a JDK
     */
    Contestant bactrian(String name, Path java) throws IOException {
        Path home = home();
        String server = "camel.server.port = " + freePort();
        Files.writeString(home.resolve("application.properties"), issuer.profile(rows) + server + "\n");
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("routes/rows.camel.yaml"), ROUTE.formatted(parallel, rows, parallel, parallel));
        Path jar = Path.of(System.getProperty("java.class.path").split(":")[1]).toAbsolutePath();
        List<String> command = java(java);
        command.addAll(List.of("-jar", jar.toString(), "run"));
        return Contestant.start(name, home, command);
    }

    /** @param main its class */
    Contestant peer(String name, Path java, Class<?> main, boolean virtual) throws IOException {
        List<String> command = java(java);
        command.addAll(issuer.options());
        command.addAll(PeerSettings.options(rows, parallel, virtual));
        command.add("-Dlogback.configurationFile=logback-peer.xml");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return Contestant.start(name, home(), command);
    }

    /** The same, with further options. */
    Contestants with(List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more);
        return new Contestants(work, issuer, rows, parallel, all);
    }

    private List<String> java(Path home) {
        List<String> command = new ArrayList<>(options);
        command.add(0, home.resolve("bin/java").toString());
        return command;
    }

    private Path home() throws IOException {
        return Files.createTempDirectory(work, "home-").toAbsolutePath();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
