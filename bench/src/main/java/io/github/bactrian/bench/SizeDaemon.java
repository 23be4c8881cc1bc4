package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/** The daemon as users run it, with a small heap, in a home directory that outlives it. */
final class SizeDaemon implements AutoCloseable {
    private static final Pattern AFTER_GC = Pattern.compile("\\[([0-9.]+)s].*->([0-9]+)M\\([0-9]+M\\)");

    private final Path home;
    private final String heap;
    private Process process;
    private long startedAt;
    private int starts;

    /** @param done and so on: rows as the ledger has them */
    record Standing(long read, long done, long rejected, long unknown) {}

    SizeDaemon(Path home, String heap, String steps, int parallel) throws IOException {
        this.home = home;
        this.heap = heap;
        Files.createDirectories(home.resolve("inbox/size"));
        Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("application.properties"), "");
        Files.writeString(home.resolve("routes/size.camel.yaml"), """
                - route:
                    id: size
                    from:
                      uri: import:size
                      parameters: { quietPeriod: 0s, parallel: %d, maxRejects: "100%%" }
                      steps:
                %s
                """.formatted(parallel, steps.indent(8)));
    }

    void start() throws IOException {
        Path jar = Path.of(System.getProperty("java.class.path").split(":")[1]).toAbsolutePath();
        startedAt = System.nanoTime();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-Xlog:gc:file=gc-" + ++starts + ".log",
                        "-jar",
                        jar.toString(),
                        "run")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("output.txt").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    double uptime() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    void drop(Path file) throws IOException {
        Files.move(file, home.resolve("inbox/size/rows.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the daemon has ended: " + Files.readString(home.resolve("output.txt")));
        }
    }

    /** Empty before the job is in the ledger. */
    Optional<Standing> standing() throws SQLException {
        if (!Files.exists(ledger())) {
            return Optional.empty();
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5000);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger(), config.toProperties());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT read, done, rejected, unknown FROM job")) {
            return row.next()
                    ? Optional.of(new Standing(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                    : Optional.empty();
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such table")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Path ledger() {
        return home.resolve("data/ledger.db");
    }

    /** Of the database and its journal. */
    long ledgerBytes() throws IOException {
        long bytes = 0;
        for (String name : List.of("ledger.db", "ledger.db-journal")) {
            Path file = home.resolve("data").resolve(name);
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        return bytes;
    }

    Optional<Path> receipt() throws IOException {
        if (!Files.isDirectory(home.resolve("inbox/size/done"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(home.resolve("inbox/size/done"))) {
            return files.filter(file -> file.toString().endsWith(".receipt.json")
                            && !file.getFileName().toString().startsWith("."))
                    .findFirst();
        }
    }

    /** Resident memory now. */
    long rssMb() throws IOException {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (java.nio.file.NoSuchFileException e) {
            return 0;
        }
    }

    /** The most that was left of the heap by a collection between two times of this start, 0 if there was none. */
    long heapAfterGcMb(double from, double to) throws IOException {
        long most = 0;
        for (String line : Files.readAllLines(home.resolve("gc-" + starts + ".log"))) {
            Matcher gc = AFTER_GC.matcher(line);
            if (gc.find() && Double.parseDouble(gc.group(1)) >= from && Double.parseDouble(gc.group(1)) <= to) {
                most = Math.max(most, Long.parseLong(gc.group(2)));
            }
        }
        return most;
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            kill();
        }
    }
}
