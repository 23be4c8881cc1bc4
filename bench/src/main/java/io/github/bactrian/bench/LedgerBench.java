package io.github.bactrian.bench;

import io.github.bactrian.imports.NoLedger;
import io.github.bactrian.imports.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What the durable ledger costs: the same import with it, and with rows recorded nowhere, in turn. */
final class LedgerBench {

    void run(Options options) throws Exception {
        String[] latencies = options.text("latencies", "1,50", "1").split(",");
        String[] inFlight = options.text("parallel", "16,64", "8").split(",");
        int repeats = options.count("repeats", 7, 1);
        long most = options.number("rows", 40_000, 200);
        long seconds = options.number("seconds", 10);
        Path disk = Path.of(options.text("directory", "bench/target/work"));
        Path memory = Path.of(options.text("memory", "/dev/shm"));
        System.out.println("ledger " + options.end());
        Table table = new Table(
                "calls",
                "rows",
                "with ledger, rows/s",
                "spread",
                "without, rows/s",
                "spread",
                "cost %",
                "cost, spread");
        Results results = Results.of("ledger");
        try (Api api = Api.start()) {
            for (String latency : latencies) {
                for (String parallel : inFlight) {
                    Setting setting = new Setting(Integer.parseInt(parallel), Long.parseLong(latency));
                    Samples cost = compare(
                            setting, Math.min(most, setting.rowsIn(seconds)), repeats, api, disk, memory, table);
                    results.add(
                            Comparison.alone("cost at " + setting, "%", cost).valueAtMost(3));
                }
            }
        }
        System.out.println(table);
        System.out.println(
                "A run lasts from the request to import a file to its written receipt. Cost: 1 minus the rows/s"
                        + " with the ledger over those without, of two runs beside each other; its median, least and most.");
    }

    private record Setting(int parallel, long latencyMs) {
        long rowsIn(long seconds) {
            return parallel * 1000 * seconds / Math.max(1, latencyMs);
        }

        @Override
        public String toString() {
            return parallel + " × " + latencyMs + " ms";
        }
    }

    private static Samples compare(
            Setting setting, long rows, int repeats, Api api, Path disk, Path memory, Table table) throws Exception {
        Samples with = new Samples();
        Samples without = new Samples();
        api.reset(Quota.Kind.NONE, 1, Duration.ofSeconds(1), Duration.ofMillis(setting.latencyMs()), false);
        for (int repeat = 0; repeat <= repeats; repeat++) {
            // the first pair only warms up; who runs first takes turns, because the second one is always warmer
            boolean ledgerFirst = repeat % 2 == 0;
            double first = rowsASecond(ledgerFirst, setting, rows, api, disk, memory);
            double second = rowsASecond(!ledgerFirst, setting, rows, api, disk, memory);
            if (repeat > 0) {
                with.add(ledgerFirst ? first : second);
                without.add(ledgerFirst ? second : first);
            }
        }
        Samples cost = new Samples();
        Samples ratio = with.over(without);
        ratio.each(value -> cost.add(100 * (1 - value)));
        table.add(
                setting,
                rows,
                Samples.text(with.median(), 0),
                with.spread(0),
                Samples.text(without.median(), 0),
                without.spread(0),
                Samples.text(cost.median(), 1),
                cost.spread(1));
        return cost;
    }

    private static double rowsASecond(boolean ledger, Setting setting, long rows, Api api, Path disk, Path memory)
            throws Exception {
        try (WorkPlace home = WorkPlace.in(disk);
                WorkPlace marks = WorkPlace.in(memory);
                Import bactrian = new Import(home.directory(), api, setting.parallel(), Map.of())) {
            if (!ledger) {
                NoLedger.install(bactrian.component(), marks.directory());
            }
            Path file = Rows.write(home.directory().resolve("rows.csv"), rows);
            bactrian.start();
            api.reset(Quota.Kind.NONE, 1, Duration.ofSeconds(1), Duration.ofMillis(setting.latencyMs()), false);
            long begin = System.nanoTime();
            Receipt receipt = bactrian.run(file);
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (receipt.rows().done() != rows || api.stats().accepted() != rows) {
                throw new IllegalStateException("not all rows were done: " + receipt);
            }
            return rows / seconds;
        }
    }
}
