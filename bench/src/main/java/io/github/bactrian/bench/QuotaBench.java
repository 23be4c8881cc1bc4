package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A quota that the client does not know: how close to it each client gets, what it is refused, and what it loses. */
final class QuotaBench {
    private interface Client {
        void run(Path file, Api api, Path home) throws Exception;
    }

    /** All runs of one client against one quota. */
    private static final class Result {
        final Samples seconds = new Samples();
        final Samples toIdeal = new Samples();
        final Samples refused = new Samples();
        final Samples failed = new Samples();
        final Samples twice = new Samples();
        final Samples gap = new Samples();
    }

    void run(Options options) throws Exception {
        long rows = options.number("rows", 6000, 40);
        int parallel = options.count("parallel", 64, 8);
        int limit = options.count("limit", 300, 20);
        Duration window = Duration.ofMillis(options.number("window", 3000, 1000));
        Duration latency = options.millis("latency", 20);
        int repeats = options.count("repeats", 3, 1);
        String[] quotas =
                options.text("quotas", "fixed,sliding,bucket", "fixed").split(",");
        String[] only = options.text("clients", "all").split(",");
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("quota " + options.end());
        Map<String, Client> clients = clients(parallel, limit, window);
        if (!only[0].equals("all")) {
            clients.keySet().removeIf(name -> Arrays.stream(only).noneMatch(name::contains));
        }
        try (WorkPlace work = WorkPlace.in(place);
                Api api = Api.start()) {
            Path file = Rows.write(work.directory().resolve("rows.csv"), rows);
            Path few = Rows.write(work.directory().resolve("few.csv"), Math.min(rows, 500));
            for (Client client : clients.values()) {
                api.reset(Quota.Kind.NONE, limit, window, Duration.ZERO, false);
                measured(client, few, api, work.directory());
            }
            Table table = new Table(
                    "client",
                    "quota",
                    "ideal s",
                    "median s",
                    "ratio to ideal",
                    "spread",
                    "refused %",
                    "rows failed %",
                    "rows twice",
                    "longest gap s");
            Results found = Results.of("quota");
            for (String quota : quotas) {
                Quota.Kind kind = Quota.Kind.valueOf(quota.toUpperCase(Locale.ROOT));
                Duration ideal = Quota.ideal(kind, rows, limit, window).plus(latency);
                Map<String, Result> results = new LinkedHashMap<>();
                for (int repeat = 0; repeat < repeats; repeat++) {
                    for (Map.Entry<String, Client> client : clients.entrySet()) {
                        api.reset(kind, limit, window, latency, false);
                        ApiServer.Stats stats = measured(client.getValue(), file, api, work.directory());
                        add(results.computeIfAbsent(client.getKey(), name -> new Result()), stats, rows, ideal);
                    }
                }
                keep(found, quota, ideal, results);
                results.forEach((name, result) -> table.add(
                        name,
                        quota,
                        Samples.text(ideal.toMillis() / 1e3, 1),
                        Samples.text(result.seconds.median(), 1),
                        Samples.text(result.toIdeal.median(), 3),
                        result.toIdeal.spread(3),
                        Samples.text(result.refused.median(), 2),
                        Samples.text(result.failed.median(), 2),
                        Samples.text(result.twice.most(), 0),
                        Samples.text(result.gap.median(), 2)));
            }
            System.out.println(table);
            System.out.println(
                    "Times run from the arrival of the first call to the last answer. Ideal: the shortest time"
                            + " in which the quota lets so many calls through. A client that loses rows is not fast.");
        }
    }

    private static void keep(Results found, String quota, Duration ideal, Map<String, Result> results)
            throws IOException {
        for (Map.Entry<String, Result> client : results.entrySet()) {
            String name = client.getKey();
            if (name.startsWith("bactrian")) {
                Result ours = client.getValue();
                boolean told = !name.equals("bactrian");
                String measure = quota + " quota, " + (told ? "told" : "learned");
                Samples ideals = new Samples();
                ours.seconds.each(value -> ideals.add(ideal.toNanos() / 1e9));
                found.add(Comparison.of(measure, "s", ours.seconds, "limit: the ideal", ideals)
                        .ratioAtMost(told ? 1.05 : 1.1));
                found.add(Comparison.alone(measure + ", refused", "%", ours.refused)
                        .valueAtMost(1));
            }
        }
    }

    private static Map<String, Client> clients(int parallel, int limit, Duration window) {
        Map<String, Client> clients = new LinkedHashMap<>();
        clients.put("bactrian", bactrian(parallel, Map.of()));
        clients.put(
                "bactrian, call.rate", bactrian(parallel, Map.of("call.rate", limit + "/" + window.toMillis() + "ms")));
        clients.put("camel", (file, api, home) -> PlainCamel.asItIs().run(file, api, parallel));
        clients.put("camel, redelivery 1 s", (file, api, home) -> PlainCamel.redelivering()
                .run(file, api, parallel));
        clients.put(
                "camel, throttle told the quota", (file, api, home) -> PlainCamel.throttled(limit, window.toMillis())
                        .run(file, api, parallel));
        return clients;
    }

    private static Client bactrian(int parallel, Map<String, String> call) {
        return (file, api, home) -> {
            try (Import bactrian = new Import(home, api, parallel, call).start()) {
                bactrian.run(file);
            }
        };
    }

    private static ApiServer.Stats measured(Client client, Path file, Api api, Path parent) throws Exception {
        try (WorkPlace home = WorkPlace.in(parent)) {
            client.run(file, api, home.directory());
            ApiServer.Stats stats = api.stats();
            if (stats.calls() == 0) {
                throw new IllegalStateException("the client made no call");
            }
            return stats;
        }
    }

    private static void add(Result result, ApiServer.Stats stats, long rows, Duration ideal) {
        result.seconds.add(stats.nanos() / 1e9);
        result.toIdeal.add((double) stats.nanos() / ideal.toNanos());
        result.refused.add(100.0 * stats.refused() / stats.calls());
        result.failed.add(100.0 * (rows - stats.accepted()) / rows);
        result.twice.add(stats.acceptedTwice());
        result.gap.add(stats.largestGap() / 1e9);
    }
}
