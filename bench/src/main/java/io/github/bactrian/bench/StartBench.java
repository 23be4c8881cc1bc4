package io.github.bactrian.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** From launch to routes that run: Bactrian through its launcher, and Camel's own main, in turns. */
final class StartBench {

    void run(Options options) throws Exception {
        int runs = options.count("runs", 11, 1);
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("start " + options.end());
        Map<String, Samples> millis = new LinkedHashMap<>();
        Map<String, Samples> processor = new LinkedHashMap<>();
        try (WorkPlace work = WorkPlace.in(place)) {
            Map<String, Daemons.Daemon> daemons = new Daemons(work.directory()).all();
            for (int run = 0; run < runs; run++) {
                for (Map.Entry<String, Daemons.Daemon> daemon : daemons.entrySet()) {
                    try (Daemons.Running running = daemon.getValue().start()) {
                        millis.computeIfAbsent(daemon.getKey(), name -> new Samples())
                                .add(running.millis());
                        processor
                                .computeIfAbsent(daemon.getKey(), name -> new Samples())
                                .add(running.processorMillis());
                    }
                }
            }
        }
        Table table = new Table("from launch to routes started", "ms", "least–most", "CPU ms", "least–most");
        millis.forEach((name, samples) -> table.add(
                name,
                Samples.text(samples.median(), 0),
                samples.spread(0),
                Samples.text(processor.get(name).median(), 0),
                processor.get(name).spread(0)));
        System.out.println(table);
        Results results = Results.of("start");
        for (String peer : new String[] {Daemons.CAMEL, Daemons.CAMEL_WITH_ARCHIVE}) {
            results.add(Comparison.of(
                            "launch to routes started", "ms", millis.get(Daemons.BACTRIAN), peer, millis.get(peer))
                    .valueAtMost(1000));
        }
    }
}
