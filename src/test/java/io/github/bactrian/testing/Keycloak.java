package io.github.bactrian.testing;

import io.github.bactrian.testing.TestAuthority.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keycloak as a process of its own, on loopback over https, with the realm {@code bactrian}. The system property
 * {@link #HOME} says where it was unpacked; what it is told is kept there between starts, and forgotten between classes.
 */
public final class Keycloak implements BeforeAllCallback, AfterAllCallback {

    /** The system property that names the directory of an unpacked Keycloak. */
    public static final String HOME = "bactrian.test.keycloak";

    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final TestAuthority authority = new TestAuthority();
    private final Credential jwtApp = authority.issue("jwt-app");
    private final int port = freePort();
    private Path home = Path.of("");
    private Process process;

    /** The certificate that the client {@code jwt-app} signs with. */
    public Credential jwtApp() {
        return jwtApp;
    }

    public URI url() {
        return URI.create("https://localhost:" + port);
    }

    public int port() {
        return port;
    }

    public String issuer() {
        return url() + "/realms/bactrian";
    }

    public Path caFile() {
        return home.resolve("data/ca.pem");
    }

    public KeycloakRealm realm() {
        return new KeycloakRealm(this);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        home = Path.of(System.getProperty(HOME)).toAbsolutePath();
        prepare();
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private void prepare() throws IOException {
        delete(home.resolve("data"));
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Credential server = authority.issue("localhost");
        authority.caFile(caFile());
        Files.writeString(home.resolve("data/server.crt"), server.certificatePem());
        Files.writeString(home.resolve("data/server.key"), server.keyPem());
        String realm = Files.readString(Path.of("src/test/resources/keycloak/realm.json"))
                .replace("@JWT_APP_CERTIFICATE@", jwtApp.certificatePem().replaceAll("-----[A-Z ]+-----|\\n", ""));
        Files.writeString(imports.resolve("realm.json"), realm);
        Path built = home.resolve("built-for-tests");
        if (!Files.exists(built)) {
            build();
            Files.createFile(built);
        }
    }

    private void build() throws IOException {
        Process build = run("build", "--db=dev-file");
        Awaitility.await("Keycloak's build").atMost(LONGEST_START).until(() -> !build.isAlive());
        if (build.exitValue() != 0) {
            throw new IllegalStateException("Keycloak's build failed:\n" + output());
        }
    }

    /** Starts it again, with all it knew, and waits until it answers. */
    public void start() throws IOException {
        process = run(
                "start",
                "--optimized",
                "--import-realm",
                "--hostname=" + url(),
                "--http-host=127.0.0.1",
                "--https-port=" + port,
                "--https-certificate-file=data/server.crt",
                "--https-certificate-key-file=data/server.key",
                "--cache=local");
        KeycloakRealm realm = realm();
        Awaitility.await("Keycloak's start, see " + log())
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(200))
                .failFast(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("Keycloak has ended:\n" + output());
                    }
                })
                .until(realm::answers);
    }

    /** Stops it as an operator would; what does not stop is killed. */
    public void stop() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx400m");
        builder.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }));
        return started;
    }

    /** What it has printed since the class began. */
    public String output() throws IOException {
        return Files.readString(log());
    }

    private Path log() {
        return home.resolve("data/output.txt");
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, Objects.requireNonNull(InetAddress.getLoopbackAddress()))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
