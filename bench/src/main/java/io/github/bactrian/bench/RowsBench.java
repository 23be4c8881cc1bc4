package io.github.bactrian.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows a second from a file to an API that takes its time, with many rows in flight, beside plain Camel and Spring Batch. */
final class RowsBench {
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

    void run(Options options) throws Exception {
        long rows = options.number("rows", 50_000, 600);
        long warmUp = options.number("warm-up", 20_000, 100);
        int parallel = options.count("parallel", 256, 32);
        Duration latency = options.millis("latency", 50);
        int turns = options.count("repeats", 3, 1);
        String heap = options.text("heap", "512m");
        String newer = options.text("jdk25", newerJava());
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("rows " + options.end());
        try (WorkPlace work = WorkPlace.in(place);
                Issuer issuer = Issuer.start(work.directory());
                Target target = new SlowApi(latency)) {
            Contestants start = new Contestants(work.directory(), issuer, target.rows(), parallel, heap);
            List<Contestant> contestants = contestants(start, newer);
            try {
                Race race = new Race(target);
                race.warmUp(contestants, Rows.write(work.directory().resolve("few.csv"), warmUp));
                race.run(contestants, Rows.write(work.directory().resolve("rows.csv"), rows), turns);
                report(race, parallel, latency);
            } finally {
                for (Contestant contestant : contestants) {
                    contestant.close();
                }
            }
        }
    }

    private static List<Contestant> contestants(Contestants start, String newer) throws Exception {
        List<Contestant> all = new ArrayList<>();
        add(all, start, THIS_JAVA, false);
        if (newer.isEmpty()) {
            System.out.println(
                    "No other JDK: skipped there, and with virtual threads. --jdk25 HOME or JDK25_HOME names one.");
        } else {
            all.add(start.bactrian("bactrian, JDK " + version(Path.of(newer)), Path.of(newer), List.of()));
            add(all, start, Path.of(newer), true);
        }
        return all;
    }

    private static void add(List<Contestant> all, Contestants start, Path java, boolean virtual) throws Exception {
        String where = ", JDK " + version(java) + (virtual ? ", virtual" : "");
        List<String> options = virtual ? List.of("-Dcamel.threads.virtual.enabled=true") : List.of();
        all.add(start.bactrian("bactrian" + where, java, options));
        all.add(start.peer("camel" + where, java, CamelPeer.class, virtual));
        all.add(start.peer("spring batch" + where, java, SpringBatchPeer.class, virtual));
    }

    /** Such as 17, from the file that lies beside each JDK. */
    private static String version(Path java) throws Exception {
        return Files.readAllLines(java.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
                .findFirst()
                .orElse("?");
    }

    private static String newerJava() {
        String home = System.getenv("JDK25_HOME");
        return home == null ? "" : home;
    }

    private static void report(Race race, int parallel, Duration latency) throws Exception {
        double ideal = parallel / (latency.toMillis() / 1e3);
        Results results = Results.of("rows");
        Samples ideals = new Samples();
        race.results().values().iterator().next().whole().each(rate -> ideals.add(ideal));
        System.out.println(race.table("the ideal", ideals));
        System.out.println(
                "Ideal: " + Samples.text(ideal, 0)
                        + " rows/s. From the arrival of the first call to the last answer; the middle: from 20 % to 80 % of the rows.");
        String measure = parallel + " in flight, " + latency.toMillis() + " ms";
        for (Map.Entry<String, Race.Result> one : race.results().entrySet()) {
            String java = one.getKey().replaceFirst("^[^,]*, ", "");
            String where = measure + ", " + java;
            Samples ours = race.results().get("bactrian, " + java).whole();
            Samples theirs = one.getValue().whole();
            results.add(
                    one.getKey().startsWith("bactrian")
                            ? Comparison.of(where, "rows/s", ours, "limit: the ideal", ideals)
                                    .ratioAtLeast(0.95)
                            : Comparison.of(where, "rows/s", ours, one.getKey().replaceFirst(",.*", ""), theirs)
                                    .ratioAtLeast(1));
        }
    }
}
