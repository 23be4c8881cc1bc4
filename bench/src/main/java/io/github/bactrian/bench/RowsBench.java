package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Rows a second from a file to an API that takes its time, with many rows in flight, beside plain Camel and Spring Batch. */
final class RowsBench {
    private static final String OURS = "bactrian";
    private static final String BARE = "limit: bare HttpClient loop";
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));

    void run(Options options) throws Exception {
        long rows = options.number("rows", 50_000, 600);
        long warmUp = options.number("warm-up", 120_000, 100);
        int parallel = options.count("parallel", 256, 32);
        Duration latency = options.millis("latency", 50);
        int turns = options.count("repeats", 3, 1);
        String heap = options.text("heap", "512m");
        String newer = options.text("jdk25", newerJava());
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("rows " + options.end());
        try (WorkPlace work = WorkPlace.in(place);
                SandboxIssuer issuer = SandboxIssuer.start(work.directory());
                Target target = new SlowApi(latency);
                Race race = new Race(target, Rows.write(work.directory().resolve("few.csv"), warmUp))) {
            enter(
                    race,
                    new Contestants(work.directory(), issuer, target.rows(), parallel, List.of("-Xmx" + heap)),
                    newer);
            Path file = Rows.write(work.directory().resolve("rows.csv"), rows);
            for (int turn = 0; turn < turns; turn++) {
                race.run(file);
            }
            report(race, parallel, latency);
        }
    }

    private static void enter(Race race, Contestants start, String newer) throws Exception {
        enter(race, start, THIS_JAVA, false);
        race.enter(start.peer(BARE, THIS_JAVA, BareLoop.class, false));
        if (newer.isEmpty()) {
            System.out.println("SKIPPED: a newer JDK, and virtual threads. --jdk25 HOME, or JDK25_HOME, names it.");
        } else {
            Path java = Path.of(newer);
            race.enter(start.bactrian(OURS + ", JDK " + version(java), java));
            enter(race, start, java, true);
        }
    }

    private static void enter(Race race, Contestants start, Path java, boolean virtual) throws Exception {
        String where = ", JDK " + version(java) + (virtual ? ", virtual" : "");
        List<String> options = virtual ? List.of("-Dcamel.threads.virtual.enabled=true") : List.of();
        race.enter(start.with(options).bactrian(OURS + where, java));
        race.enter(start.peer("camel" + where, java, CamelPeer.class, virtual));
        race.enter(start.peer("spring batch" + where, java, SpringBatchPeer.class, virtual));
    }

    /** Such as 17, from the file that lies beside each JDK. */
    private static String version(Path java) throws IOException {
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

    private static void report(Race race, int parallel, Duration latency) throws IOException {
        double ideal = parallel / (latency.toMillis() / 1e3);
        Map<String, Race.Result> all = race.results();
        Samples ideals = new Samples();
        all.get(BARE).whole().each(rate -> ideals.add(ideal));
        System.out.println(race.table("the ideal", ideals));
        System.out.println(
                "Ideal: " + Samples.text(ideal, 0)
                        + " rows/s. From the arrival of the first call to the last answer; in the middle: from 20 % to 80 % of the rows.");
        String measure = parallel + " in flight, " + latency.toMillis() + " ms";
        Results kept = Results.of("rows");
        for (String name : all.keySet()) {
            Samples rates = all.get(name).whole();
            String where = name.equals(BARE) ? ", JDK " + version(THIS_JAVA) : name.replaceFirst("^[^,]*", "");
            Samples ours = all.get(OURS + where).whole();
            boolean isOurs = name.startsWith(OURS);
            Comparison line = Comparison.of(
                    measure + where,
                    "rows/s",
                    ours,
                    isOurs ? "limit: the ideal" : name.replaceFirst(",.*", ""),
                    isOurs ? ideals : rates);
            kept.add(isOurs ? line.ratioAtLeast(0.95) : name.equals(BARE) ? line : line.ratioAtLeast(1));
        }
    }
}
