package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rows a second from a file to a server that costs nothing, and what is between that and the least that a client can cost. */
final class LoopbackBench {
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"));
    private static final String OURS = "bactrian";
    private static final String BARE = "limit: bare HttpClient loop";
    private static final String CAMEL = "camel";
    private static final String SPRING = "spring batch";
    private static final List<String> CONTESTANTS = List.of(OURS, CAMEL, SPRING, BARE);
    private static final String WRK = "limit: wrk";

    private record Plan(long rows, long warmUp, int parallel, int turns, int seconds, List<String> profiled) {}

    void run(Options options) throws Exception {
        Plan plan = new Plan(
                options.number("rows", 200_000, 600),
                options.number("warm-up", 300_000, 100),
                options.count("parallel", 16),
                options.count("repeats", 3, 1),
                options.count("seconds", 3, 1),
                List.of(options.text("profiled", String.join(",", CONTESTANTS), OURS)
                        .split(",")));
        String heap = options.text("heap", "512m");
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("loopback " + options.end());
        Optional<Path> nginx = program("nginx");
        Optional<Path> wrk = program("wrk");
        if (nginx.isEmpty() || wrk.isEmpty()) {
            System.out.println("SKIPPED: loopback needs nginx and wrk on the PATH or in /usr/sbin, as Debian's packages"
                    + " nginx-light and wrk bring them. Missing:" + (nginx.isEmpty() ? " nginx" : "")
                    + (wrk.isEmpty() ? " wrk" : ""));
            return;
        }
        try (WorkPlace work = WorkPlace.in(place);
                SandboxIssuer issuer = SandboxIssuer.start(work.directory());
                Nginx target = Nginx.start(nginx.get(), work.directory())) {
            Path rows = Rows.write(work.directory().resolve("rows.csv"), plan.rows());
            Path few = Rows.write(work.directory().resolve("few.csv"), plan.warmUp());
            Contestants start =
                    new Contestants(work.directory(), issuer, target.rows(), plan.parallel(), List.of("-Xmx" + heap));
            try (Race race = new Race(target, few)) {
                race(plan, rows, race, start, issuer, target, wrk.get());
            }
            try (Race race = new Race(target, few)) {
                profile(plan, rows, race, start);
            }
        }
    }

    private static Optional<Path> program(String name) {
        String path = System.getenv("PATH") + ":/usr/sbin";
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void enter(Race race, Contestants start, List<String> contestants) throws Exception {
        for (String name : contestants) {
            race.enter(
                    switch (name) {
                        case OURS -> start.bactrian(OURS, THIS_JAVA);
                        case CAMEL -> start.peer(CAMEL, THIS_JAVA, CamelPeer.class, false);
                        case SPRING -> start.peer(SPRING, THIS_JAVA, SpringBatchPeer.class, false);
                        case BARE -> start.peer(BARE, THIS_JAVA, BareLoop.class, false);
                        default ->
                            throw new IllegalArgumentException("'" + name + "' is none of these: " + CONTESTANTS);
                    });
        }
    }

    private static void race(
            Plan plan, Path rows, Race race, Contestants start, SandboxIssuer issuer, Nginx target, Path wrk)
            throws Exception {
        enter(race, start, CONTESTANTS);
        Path work = rows.resolveSibling("");
        byte[] body = Bodies.read(rows).get(0);
        Samples commits = new Samples();
        Samples syncs = new Samples();
        for (int turn = 0; turn < plan.turns(); turn++) {
            race.run(rows);
            wrk(plan, work, issuer, target, wrk, body, race);
            commits.add(Disk.commits(work, plan.seconds()));
            syncs.add(Disk.syncs(work, plan.seconds()));
        }
        report(race, plan, commits, syncs);
    }

    /** Of processes that record themselves from their start, and so are somewhat slower; they are not those that race. */
    private static void profile(Plan plan, Path rows, Race race, Contestants start) throws Exception {
        enter(race, start.with(Profile.OPTIONS), plan.profiled());
        Map<String, Profile.Span> spans = new LinkedHashMap<>();
        Bodies bodies = Bodies.of(rows);
        for (Contestant contestant : race.contestants()) {
            ProcessHandle process = contestant.process().toHandle();
            Map<String, Cpu> before = Cpu.threads(process);
            Instant begin = Instant.now();
            race.turn(contestant, rows, bodies);
            Map<String, Cpu> used = new TreeMap<>();
            Cpu.threads(process)
                    .forEach((name, cpu) -> used.put(
                            name, cpu.minus(before.getOrDefault(name, Cpu.NONE)).each(plan.rows())));
            spans.put(contestant.name(), new Profile.Span(begin, Instant.now(), plan.rows(), used));
        }
        // a recording is written when its process ends
        race.close();
        Map<String, Profile> profiles = new LinkedHashMap<>();
        for (Contestant contestant : race.contestants()) {
            profiles.put(contestant.name(), Profile.of(contestant.home(), spans.get(contestant.name())));
        }
        System.out.println(Profile.table(profiles));
    }

    private static void wrk(Plan plan, Path work, SandboxIssuer issuer, Nginx target, Path wrk, byte[] body, Race race)
            throws Exception {
        Cpu before = Cpu.of(target.process());
        Wrk run = Wrk.run(wrk, work, target.rows(), plan.parallel(), plan.seconds(), body, issuer.authorization());
        Cpu targetUsed = Cpu.of(target.process()).minus(before).each(run.requests());
        race.add(WRK, new Progress(run.rate(), run.rate()), run.used().each(run.requests()), targetUsed);
    }

    private static void report(Race race, Plan plan, Samples commits, Samples syncs) throws IOException {
        Map<String, Race.Result> results = race.results();
        Samples ours = results.get(OURS).whole();
        System.out.println(race.table("wrk", results.get(WRK).whole()));
        Table disk = new Table("of this disk", "a second", "least–most");
        disk.add(
                "commits of one row by SQLite, synchronous=FULL", Samples.text(commits.median(), 0), commits.spread(0));
        disk.add("appends with fdatasync", Samples.text(syncs.median(), 0), syncs.spread(0));
        System.out.println(disk);
        String measure = plan.parallel() + " in flight, nginx, ledger on";
        Results kept = Results.of("loopback");
        kept.add(
                Comparison.of(measure, "rows/s", ours, CAMEL, results.get(CAMEL).whole())
                        .ratioAtLeast(1));
        kept.add(Comparison.of(
                measure,
                "rows/s",
                ours,
                "spring batch",
                results.get("spring batch").whole()));
        kept.add(Comparison.of(measure, "rows/s", ours, BARE, results.get(BARE).whole())
                .ratioAtLeast(0.8));
        kept.add(Comparison.of(measure, "rows/s", ours, WRK, results.get(WRK).whole()));
        kept.add(Comparison.of(measure, "rows/s", ours, "limit: commits of one row", commits));
    }
}
