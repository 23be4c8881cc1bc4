package io.github.bactrian.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A very large file in a small heap: memory and speed over its length, the ledger's size, and a kill near the end. */
final class SizeBench {
    private static final String CALLS = """
            - setBody: { simple: "${body[id]},${body[name]}" }
            - to: { uri: "%s/rows", parameters: { httpMethod: POST, connectionsPerRoute: %d, maxTotalConnections: %d } }
            """;
    private static final String NO_CALLS = """
            - setBody: { simple: "${body[id]},${body[name]}" }
            """;
    private static final String REJECTING = NO_CALLS + """
            - setProperty: { name: importOutcome, constant: rejected }
            - setProperty: { name: importReason, constant: "the department is not one of ours" }
            """;

    void run(Options options) throws Exception {
        long rows = options.number("rows", 10_000_000, 30_000);
        long rejects = options.number("rejects", 1_000_000, 500);
        long parts = options.number("parts", 10, 2);
        long killAt = rows * options.number("kill-percent", 90, 50) / 100;
        boolean calls = !options.flag("no-calls");
        int parallel = options.count("parallel", 16);
        String heap = options.text("heap", "256m");
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("size " + options.end());
        try (Api api = Api.start()) {
            api.reset(Quota.Kind.NONE, 1, Duration.ofSeconds(1), Duration.ZERO, false);
            String steps = calls ? CALLS.formatted(api.origin(), parallel, parallel) : NO_CALLS;
            measureLength(rows, parts, killAt, place, heap, steps, parallel, calls ? api : null);
            api.reset(Quota.Kind.NONE, 1, Duration.ofSeconds(1), Duration.ZERO, true);
            measureRejects(rejects, parts, place, heap, calls ? steps : REJECTING, parallel);
        }
    }

    private static void measureLength(
            long rows, long parts, long killAt, Path place, String heap, String steps, int parallel, Api api)
            throws Exception {
        try (WorkPlace work = WorkPlace.in(place);
                SizeDaemon daemon = new SizeDaemon(work.directory(), heap, steps, parallel)) {
            Path file = Rows.write(work.directory().resolve("rows.csv"), rows);
            long bytes = Files.size(file);
            daemon.start();
            daemon.drop(file);
            Watch watch = new Watch(daemon, "rows up to");
            watch.inParts(killAt, Math.max(1, rows / parts));
            daemon.kill();
            long before = daemon.standing().orElseThrow().read();
            if (before >= rows) {
                throw new IllegalStateException("The file was done before it could be killed; give it more --rows");
            }
            daemon.start();
            double resumed = firstNewRow(daemon, before);
            Results results = Results.of("size");
            results.add(Comparison.alone("killed near the end, to the first new row", "s", Samples.of(resumed))
                    .valueAtMost(10));
            watch.restarted();
            watch.until(rows);
            Path receipt = receipt(daemon);
            System.out.println(watch.table());
            Table result = new Table("what", "value");
            result.add(
                    "file",
                    Samples.text(bytes / 1e6, 1) + " MB, " + Samples.text(bytes / (double) rows, 0) + " bytes a row");
            double ledger = daemon.ledgerBytes() / (double) rows;
            result.add("ledger", Samples.text(ledger, 3) + " bytes a row");
            results.add(Comparison.alone("ledger", "bytes a row", Samples.of(ledger))
                    .valueAtMost(2));
            results.add(watch.endBesideStart().ratioAtLeast(0.9));
            result.add(
                    "killed at row " + before + ", from the start to the first new row",
                    Samples.text(resumed, 2) + " s");
            result.add("receipt", new ObjectMapper().readTree(receipt.toFile()).at("/rows"));
            if (api != null) {
                ApiServer.Stats stats = api.stats();
                result.add("at the API", stats.accepted() + " rows accepted, " + stats.acceptedTwice() + " twice");
            }
            System.out.println(result);
        }
    }

    private static void measureRejects(long rows, long parts, Path place, String heap, String steps, int parallel)
            throws Exception {
        if (rows == 0) {
            return;
        }
        try (WorkPlace work = WorkPlace.in(place);
                SizeDaemon daemon = new SizeDaemon(work.directory(), heap, steps, parallel)) {
            Path file = Rows.write(work.directory().resolve("rows.csv"), rows);
            daemon.start();
            daemon.drop(file);
            Watch watch = new Watch(daemon, "rejects up to");
            watch.inParts(rows, Math.max(1, rows / parts));
            double lastRow = daemon.uptime();
            Path receipt = receipt(daemon);
            System.out.println(watch.table());
            Table result = new Table("only rejects", "value");
            result.add("ledger", Samples.text(daemon.ledgerBytes() / (double) rows, 1) + " bytes a reject");
            result.add("from the last row to the receipt", Samples.text(daemon.uptime() - lastRow, 2) + " s");
            result.add("receipt", new ObjectMapper().readTree(receipt.toFile()).at("/rows"));
            System.out.println(result);
        }
    }

    private static double firstNewRow(SizeDaemon daemon, long before) throws Exception {
        while (daemon.standing().orElseThrow().read() <= before) {
            daemon.requireAlive();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return daemon.uptime();
    }

    private static Path receipt(SizeDaemon daemon) throws Exception {
        Optional<Path> receipt = daemon.receipt();
        while (receipt.isEmpty()) {
            daemon.requireAlive();
            TimeUnit.MILLISECONDS.sleep(20);
            receipt = daemon.receipt();
        }
        return receipt.get();
    }

    /** Looks at a daemon until it has come so far, and notes how it did. */
    private static final class Watch {
        private final SizeDaemon daemon;
        private final Table table;
        private double since;
        private long from;

        private final List<Double> speeds = new ArrayList<>();

        Watch(SizeDaemon daemon, String rows) {
            this.daemon = daemon;
            this.table = new Table(rows, "rows/s", "largest RSS MB", "heap after GC MB", "ledger kB");
        }

        void inParts(long rows, long part) throws Exception {
            for (long to = part; to < rows; to += part) {
                until(to);
            }
            until(rows);
        }

        void restarted() throws Exception {
            since = daemon.uptime();
            from = daemon.standing().orElseThrow().read();
        }

        void until(long row) throws Exception {
            long rss = 0;
            long read = from;
            while (read < row) {
                daemon.requireAlive();
                TimeUnit.MILLISECONDS.sleep(100);
                Optional<SizeDaemon.Standing> standing = daemon.standing();
                rss = Math.max(rss, daemon.rssMb());
                read = standing.map(SizeDaemon.Standing::read).orElse(0L);
                if (from == 0 && read > 0) {
                    since = daemon.uptime();
                    from = read;
                }
            }
            double now = daemon.uptime();
            if (read > from) {
                speeds.add((read - from) / (now - since));
                table.add(
                        Samples.text(read, 0),
                        Samples.text((read - from) / (now - since), 0),
                        rss,
                        daemon.heapAfterGcMb(since, now),
                        Samples.text(daemon.ledgerBytes() / 1e3, 0));
            }
            since = now;
            from = read;
        }

        /** The last part of the file, and its first. */
        Comparison endBesideStart() {
            Samples first = Samples.of(speeds.get(0));
            Samples last = Samples.of(speeds.get(speeds.size() - 1));
            return Comparison.of("the last part of a long file", "rows/s", last, "its first part", first);
        }

        Table table() {
            return table;
        }
    }
}
