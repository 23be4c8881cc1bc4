package io.github.bactrian.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What an exchange pays for a token that is at hand, by JMH: time and allocation, with one tenant and with many. */
final class TokenBench {
    private static final Set<String> FOR_MANY =
            Set.of(TokenClients.BACTRIAN, "msal4j, same thread", "Spring Security", TokenClients.LIMIT);

    private record Contest(String client, int tenants) {}

    /** A sample for each round. */
    private record Cost(Samples nanos, Samples bytes) {}

    void run(Options options) throws Exception {
        int rounds = options.count("rounds", 3, 1);
        int many = options.count("tenants", 10_000, 20);
        long millis = options.number("iteration", 1000, 50);
        String only = options.text("clients", "");
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("token " + options.end());
        try (WorkPlace work = WorkPlace.in(place);
                Issuer.Server server = Issuer.start(work.directory(), many)) {
            System.setProperty(WarmToken.ISSUER, server.issuer().directory().toString());
            Map<Contest, Cost> costs = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Contest contest : contests(many, only)) {
                    RunResult result = measured(contest, millis, options.small());
                    Cost cost = costs.computeIfAbsent(contest, key -> new Cost(new Samples(), new Samples()));
                    cost.nanos().add(result.getPrimaryResult().getScore());
                    cost.bytes()
                            .add(result.getSecondaryResults()
                                    .get("gc.alloc.rate.norm")
                                    .getScore());
                }
            }
            print(costs);
            record(costs);
        }
    }

    private static List<Contest> contests(int many, String only) {
        List<Contest> contests = new ArrayList<>();
        TokenClients.names().forEach(name -> contests.add(new Contest(name, 1)));
        TokenClients.names().stream().filter(FOR_MANY::contains).forEach(name -> contests.add(new Contest(name, many)));
        contests.removeIf(contest -> !contest.client().contains(only));
        return contests;
    }

    /** In a JVM of its own, unless nobody looks at the time. */
    private static RunResult measured(Contest contest, long millis, boolean small) throws RunnerException {
        System.err.println(contest);
        return new Runner(new OptionsBuilder()
                        .include(WarmToken.class.getName() + ".token")
                        .param("client", contest.client())
                        .param("tenants", Integer.toString(contest.tenants()))
                        .forks(small ? 0 : 1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(millis))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-D" + WarmToken.ISSUER + "=" + System.getProperty(WarmToken.ISSUER))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
    }

    private static void print(Map<Contest, Cost> costs) {
        Table table = new Table("a token at hand", "tenants", "ns", "least–most", "bytes");
        costs.forEach((contest, cost) -> table.add(
                contest.client(),
                contest.tenants(),
                Samples.text(cost.nanos().median(), 0),
                cost.nanos().spread(0),
                Samples.text(cost.bytes().median(), 0)));
        System.out.println(table);
    }

    private static void record(Map<Contest, Cost> costs) throws Exception {
        Results results = Results.of("token");
        for (Map.Entry<Contest, Cost> ours : costs.entrySet()) {
            if (!ours.getKey().client().equals(TokenClients.BACTRIAN)) {
                continue;
            }
            int tenants = ours.getKey().tenants();
            String what = "a token at hand, " + (tenants == 1 ? "one tenant" : tenants + " tenants");
            results.add(Comparison.alone(what, "bytes", ours.getValue().bytes()).valueAtMost(64));
            for (Map.Entry<Contest, Cost> theirs : costs.entrySet()) {
                String name = theirs.getKey().client();
                if (theirs.getKey().tenants() == tenants && !name.startsWith(TokenClients.BACTRIAN)) {
                    results.add(Comparison.of(
                                    what,
                                    "ns",
                                    ours.getValue().nanos(),
                                    name,
                                    theirs.getValue().nanos())
                            .valueAtMost(200));
                }
            }
        }
    }
}
