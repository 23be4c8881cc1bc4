package io.github.bactrian.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ways to run the same route: Bactrian as it is shipped, and Camel's own main. */
final class Daemons {
    static final String BACTRIAN = "bactrian run";
    static final String CAMEL = "camel-main";
    static final String CAMEL_WITH_ARCHIVE = "camel-main, with a class-data archive of its own";

    private static final Path HOME = Path.of(System.getProperty("bench.home", "bench"))
            .toAbsolutePath()
            .normalize()
            .getParent();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String ROUTE = """
            - route:
                id: tick
                from:
                  uri: timer:tick
                  parameters: { delay: 3600000 }
                  steps:
                    - to: { uri: "http://127.0.0.1:9/tick" }
            """;
    private static final String LOG = """
            <configuration>
              <appender name="err" class="ch.qos.logback.core.ConsoleAppender"><target>System.err</target><encoder><pattern>%msg%n</pattern></encoder></appender>
              <root level="INFO"><appender-ref ref="err"/></root>
            </configuration>
            """;

    private final Map<String, Daemon> all = new LinkedHashMap<>();

    /** @param says a part of the line that it prints when its routes run */
    record Daemon(Path directory, String says, List<String> command) {

        /** Returns when the routes run. */
        Running start() throws IOException {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().remove("BACTRIAN_OPTS");
            long begun = System.nanoTime();
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            CompletableFuture<Void> silence = CompletableFuture.runAsync(
                    process::destroyForcibly, CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES));
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(says)) {
                    silence.cancel(false);
                    Duration processor = process.info().totalCpuDuration().orElse(Duration.ZERO);
                    return new Running(process, (System.nanoTime() - begun) / 1e6, processor.toMillis());
                }
                said.append(line).append('\n');
            }
            throw new IOException(command + " has ended: " + said);
        }
    }

    /**
     * @param millis from its launch until its routes ran
     * @param processorMillis for which it had a processor until then; says more than the clock on a busy machine
     */
    record Running(Process process, double millis, double processorMillis) implements AutoCloseable {

        double residentMegabytes() throws IOException {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    / 1024.0;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }

    /** Prepared in this directory; makes the archives that they use. */
    Daemons(Path work) throws Exception {
        Path archive = work.toAbsolutePath().resolve("camel.jsa");
        String launcher = HOME.resolve("bactrian").toString();
        all.put(BACTRIAN, bactrian(work.resolve("bactrian"), "camel.server.port = 0\n", launcher, "run"));
        all.put(
                "bactrian run, camel.server.enabled = false",
                bactrian(work.resolve("lean"), "camel.server.enabled = false\n", launcher, "run"));
        all.put(CAMEL, camel(work.resolve("camel")));
        camel(work.resolve("archiving"), "-XX:ArchiveClassesAtExit=" + archive)
                .start()
                .close();
        all.put(CAMEL_WITH_ARCHIVE, camel(work.resolve("archived"), "-XX:SharedArchiveFile=" + archive));
    }

    Map<String, Daemon> all() {
        return all;
    }

    private static Daemon bactrian(Path directory, String properties, String... command) throws IOException {
        prepare(directory);
        Files.writeString(directory.resolve("application.properties"), properties);
        return new Daemon(directory, "running: 1 route", List.of(command));
    }

    private static Daemon camel(Path directory, String... options) throws IOException {
        prepare(directory);
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dlogback.configurationFile=" + directory.toAbsolutePath().resolve("logback.xml"),
                "-Dcamel.main.routesIncludePattern=file:routes/*.yaml",
                "-cp",
                HOME.resolve("target/bactrian.jar").toString(),
                "org.apache.camel.main.Main"));
        return new Daemon(directory, "started in", command);
    }

    private static void prepare(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/tick.camel.yaml"), ROUTE);
        Files.writeString(directory.resolve("logback.xml"), LOG);
    }
}
