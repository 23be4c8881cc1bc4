package io.github.bactrian.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Memory resident when the same route waits: Bactrian through its launcher, and Camel's own main, in turns. */
final class IdleBench {

    void run(Options options) throws Exception {
        int runs = options.count("runs", 5, 1);
        long seconds = options.number("seconds", 45, 1);
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("idle " + options.end());
        Map<String, Samples> megabytes = new LinkedHashMap<>();
        try (WorkPlace work = WorkPlace.in(place)) {
            Map<String, Daemons.Daemon> daemons = new Daemons(work.directory()).all();
            for (int run = 0; run < runs; run++) {
                for (Map.Entry<String, Daemons.Daemon> daemon : daemons.entrySet()) {
                    try (Daemons.Running running = daemon.getValue().start()) {
                        TimeUnit.SECONDS.sleep(seconds);
                        megabytes
                                .computeIfAbsent(daemon.getKey(), name -> new Samples())
                                .add(running.residentMegabytes());
                    }
                }
            }
        }
        Table table = new Table("resident " + seconds + " s after the start", "MB", "least–most");
        megabytes.forEach((name, samples) -> table.add(name, Samples.text(samples.median(), 0), samples.spread(0)));
        System.out.println(table);
        Results.of("idle")
                .add(Comparison.of(
                                "resident when idle",
                                "MB",
                                megabytes.get(Daemons.BACTRIAN),
                                Daemons.CAMEL,
                                megabytes.get(Daemons.CAMEL))
                        .ratioAtMost(1.2));
    }
}
