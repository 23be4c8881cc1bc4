package io.github.bactrian.testing;

import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The daemon as a process of its own, in a home directory that outlives it, calling a sandbox that outlives it too. */
public final class DaemonProcess {
    private final Path home;
    private final ProcessBuilder builder;

    /**
     * Prepares a home directory with the project's own routes and properties, aimed at the sandbox.
     *
     * @param settings further lines of properties; without {@code camel.server.port} there is no page
     */
    public DaemonProcess(Path home, Sandbox sandbox, String... settings) throws IOException {
        this(home);
        copy("application.properties");
        copy("routes/import-users.camel.yaml");
        List<String> lines = new ArrayList<>(List.of(
                "oauth.graph.tenant-id = " + sandbox.app().tenantId(),
                "oauth.graph.client-id = " + sandbox.app().clientId(),
                "oauth.graph.client-secret = " + sandbox.app().clientSecret(),
                "oauth.graph.authority-host = " + sandbox.issuer(),
                "oauth.graph.ca-file = " + sandbox.caFile(),
                "oauth.graph.hosts = http://127.0.0.1:" + sandbox.directory().getPort(),
                "graph.url = " + sandbox.directory()));
        lines.addAll(List.of(settings));
        if (lines.stream().noneMatch(line -> line.startsWith("camel.server."))) {
            lines.add("camel.server.enabled = false");
        }
        Files.write(home.resolve("test.properties"), lines);
    }

    /** Prepares a home directory with nothing in it but these properties. */
    public static DaemonProcess in(Path home, List<String> properties) throws IOException {
        DaemonProcess daemon = new DaemonProcess(home);
        Files.write(home.resolve("test.properties"), properties);
        return daemon;
    }

    private DaemonProcess(Path home) throws IOException {
        this.home = home;
        Files.createDirectories(home.resolve("routes"));
        this.builder = new ProcessBuilder()
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("output.txt").toFile()));
    }

    /** Sets a variable of the environment of the processes that are started from now on. */
    public void environment(String name, String value) {
        builder.environment().put(name, value);
    }

    private void copy(String file) throws IOException {
        Files.copy(Path.of(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Starts the command with these arguments and the test's properties. */
    public Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** The same with options for the JVM. */
    public Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = ClassArchive.ofThisBuild().java(options);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--properties", "test.properties"));
        Process process = builder.command(command).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** The same by a user whose umask this is. */
    public Process startUnder(String umask, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + " && exec \"$@\"", "sh"));
        command.addAll(ClassArchive.ofThisBuild().java(List.of()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--properties", "test.properties"));
        Process process = builder.command(command).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** The variables of processes that are started from now on. */
    public Map<String, String> environment() {
        return builder.environment();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    public Path home() {
        return home;
    }

    /** What all processes have printed so far. */
    public String output() throws IOException {
        return Files.readString(home.resolve("output.txt"));
    }
}
