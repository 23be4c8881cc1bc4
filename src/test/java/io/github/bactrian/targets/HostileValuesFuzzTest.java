package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.util.FileUtil;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Values of words that mean something to what reads them, through each step that computes an endpoint: what arrives at a real server
 * is what was meant, or the value was refused and nothing arrives anywhere. {@code -Dbactrian.test.values=N} tries more of them,
 * {@code -Dbactrian.test.fuzz=SECONDS} as many as there is time for, {@code -Dbactrian.test.seed=N} others.
 */
class HostileValuesFuzzTest {

    private static final int LEAST = Integer.getInteger("bactrian.test.values", 4000);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("bactrian.test.fuzz", 0));
    private static final long SEED = Long.getLong("bactrian.test.seed", 20261128);

    private final Random random = new Random(SEED);
    private final Map<String, int[]> counts = new TreeMap<>();
    private final long begin = System.nanoTime();

    @TempDir
    Path home;

    /** Ends a dynamic router after one round. */
    public static final class Once {
        @Handler
        public String next(Exchange exchange) {
            Object before = exchange.getProperty(Exchange.SLIP_ENDPOINT);
            return before == null ? exchange.getProperty("id", String.class) : null;
        }
    }

    @Test
    void whatArrivesIsWhatWasMeantOrTheValueIsRefusedAndNothingArrives() {
        try (GuardedCamel camel = new GuardedCamel(true, HostileValuesFuzzTest::beans, "[]")) {
            List<FuzzedKind> kinds = new ArrayList<>(FuzzedKinds.all());
            kinds.addAll(new FuzzedLinks(camel.api.url(), camel.elsewhere.url()).all());
            kinds.removeIf(kind -> !kind.hasItsComponent());
            camel.add(ENOUGH + kinds.stream().map(FuzzedKind::route).collect(Collectors.joining()));
            HostileValues values = new HostileValues(random, camel.elsewhere.port());
            for (int round = 0; goesOn(round); round++) {
                FuzzedKind kind = kinds.get(round % kinds.size());
                boolean harmless = kind.harmless() != null && random.nextInt(4) == 0;
                String value = (harmless ? kind.harmless() : kind.hostile()).apply(values);
                try {
                    check(camel, kind, value, harmless);
                } catch (Throwable e) {
                    throw fault(round, kind.name(), value, e);
                }
            }
        }
        report("requests");
    }

    @Test
    void aFileIsWrittenOrReadUnderTheVeryNameThatWasMeantOrTheValueIsRefused() throws IOException {
        Path out = Files.createDirectories(home.resolve("a/b/out"));
        Files.createDirectories(home.resolve("a/b/in"));
        try (GuardedCamel camel = new GuardedCamel(
                true, context -> {}, FILES.replace("HOME", home.resolve("a/b").toString()))) {
            HostileValues values = new HostileValues(random, camel.elsewhere.port());
            for (int round = 0; goesOn(round * 20); round++) {
                boolean harmless = random.nextInt(4) == 0;
                String value = fileName(harmless ? values.plain() : values.hostile());
                String step = List.of("toD", "wireTap", "recipientList", "extension", "pollEnrich")
                        .get(round % 5);
                try {
                    checkFile(camel, step, out, value, harmless);
                } catch (Throwable e) {
                    throw fault(round, step, value, e);
                }
            }
        }
        report("files");
    }

    @Test
    void onlyEndpointsThatRoutesNameAreReachedByName() {
        try (GuardedCamel camel = GuardedCamel.with(NAMED)) {
            HostileValues values = new HostileValues(random, camel.elsewhere.port());
            List<String> steps =
                    List.of("toD", "enrich", "recipientList", "routingSlip", "wireTap", "seda", "wholeList");
            camel.send("direct:toD", null, Map.of("id", "x"));
            int endpoints = camel.context.getEndpoints().size();
            for (int round = 0; goesOn(round * 5); round++) {
                boolean harmless = random.nextInt(4) == 0;
                String step = steps.get(round % steps.size());
                String known = step.equals("wholeList") ? "direct:known" : "known";
                String value = harmless
                        ? known
                        : values.oneOf(values.hostile(), known + values.hostile(), values.hostile() + known);
                try {
                    checkNamed(camel, step, value, harmless);
                } catch (Throwable e) {
                    throw fault(round, step, value, e);
                }
            }
            assertThat(camel.context.getEndpoints().size()).isLessThan(endpoints + 20);
        }
        report("names");
    }

    private void check(GuardedCamel camel, FuzzedKind kind, String value, boolean harmless) {
        Exchange sent = send(camel, "direct:fuzzed-" + kind.name(), value);
        String refusal = GuardedCamel.refusal(sent);
        if (sent.getException() != null) {
            assertThat(refusal).as("%s", sent.getException()).isNotEmpty();
            assertThat(harmless).as("refused, and yet harmless: " + refusal).isFalse();
            assertThat(kind.mayBeRefused().test(value))
                    .as("refused without need: " + refusal)
                    .isTrue();
            assertThat(camel.api.taken()).isEmpty();
        } else if (value.isBlank() && kind.name().matches("link-(?:list|slip|router)")) {
            assertThat(camel.api.taken()).as("for a list of nobody").isEmpty();
        } else {
            List<RawApi.Request> arrived = arrived(camel, 1);
            assertThat(arrived).hasSize(1);
            RawApi.Request request = arrived.get(0);
            kind.meant().accept(request, value);
            assertThat(request.headers().get("host")).isEqualTo("127.0.0.1:" + camel.api.port());
        }
        assertThat(camel.elsewhere.connections())
                .as("connections to another server")
                .isZero();
        count(kind.name(), sent);
    }

    private void checkFile(GuardedCamel camel, String step, Path out, String value, boolean harmless)
            throws IOException {
        String name = step.equals("extension") ? value + ".txt" : value;
        boolean reads = step.equals("pollEnrich");
        if (reads && harmless) {
            Files.writeString(out.resolveSibling("in").resolve(name), "content of " + name);
        }
        Exchange sent = send(camel, "direct:" + step, value);
        if (sent.getException() == null && !reads) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> files().size() == 1);
        }
        List<Path> files = files();
        if (sent.getException() != null) {
            boolean tooLong = name.getBytes(StandardCharsets.UTF_8).length > 200;
            assertThat(!GuardedCamel.refusal(sent).isEmpty() || tooLong)
                    .as("%s", sent.getException())
                    .isTrue();
            assertThat(harmless)
                    .as("harmless, and yet: %s", sent.getException())
                    .isFalse();
            assertThat(files).isEmpty();
        } else if (reads) {
            assertThat(sent.getMessage().getBody(String.class)).isEqualTo(harmless ? "content of " + name : null);
        } else {
            // Camel reads a backslash as the separator of another system
            assertThat(files).containsExactly(out.resolve(name.replace('\\', '/')));
        }
        FileUtil.removeDir(out.toFile());
        count(step, sent);
    }

    private void checkNamed(GuardedCamel camel, String step, String value, boolean harmless) {
        Exchange sent = send(camel, "direct:" + step, value);
        if (sent.getException() != null) {
            assertThat(GuardedCamel.refusal(sent)).as("%s", sent.getException()).isNotEmpty();
            assertThat(harmless)
                    .as("harmless, and yet: %s", sent.getException())
                    .isFalse();
            assertThat(camel.api.taken()).isEmpty();
        } else {
            List<String> names = Stream.of(step.equals("wholeList") ? value.split(",", -1) : new String[] {value})
                    .map(name -> SentTarget.lenient(name).strip().trim())
                    .filter(name -> !name.isEmpty())
                    .toList();
            assertThat(names).allMatch(name -> name.matches("(?:direct:)?/{0,2}known\\??"));
            assertThat(arrived(camel, names.size())).hasSize(names.size()).allMatch(request -> request.target()
                    .equals("/known"));
        }
        assertThat(camel.elsewhere.connections()).isZero();
        count(step, sent);
    }

    private List<RawApi.Request> arrived(GuardedCamel camel, int count) {
        List<RawApi.Request> arrived = new ArrayList<>(camel.api.taken());
        if (arrived.size() < count) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        arrived.addAll(camel.api.taken());
                        return arrived.size() >= count;
                    });
        }
        return arrived;
    }

    private static Exchange send(GuardedCamel camel, String uri, String value) {
        Exchange exchange = ExchangeBuilder.anExchange(camel.context)
                .withBody("{}")
                .withProperty("id", value)
                .build();
        return camel.context.createProducerTemplate().send(uri, exchange);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(home.resolve("a/b/in")))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    /** Names that this machine's file system can hold, as Java writes them. */
    private static String fileName(String value) {
        return "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? value : value.replaceAll("[^\\x00-\\x7F]", "n");
    }

    private static void beans(CamelContext context) {
        context.getRegistry().bind("once", new Once());
        context.getRegistry().bind("canary", new Once());
    }

    private boolean goesOn(int round) {
        return round < LEAST || System.nanoTime() - begin < TIME.toNanos();
    }

    private void count(String kind, Exchange sent) {
        counts.computeIfAbsent(kind, name -> new int[2])[sent.getException() == null ? 0 : 1]++;
    }

    private static AssertionError fault(int round, String kind, String value, Throwable cause) {
        String shown = value.chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? "" + (char) c : String.format("\\u%04x", c))
                .collect(Collectors.joining());
        return new AssertionError(
                "seed %d, round %d, %s: %s%n%s".formatted(SEED, round, kind, shown, cause.getMessage()), cause);
    }

    private void report(String what) {
        int arrived = counts.values().stream().mapToInt(count -> count[0]).sum();
        int refused = counts.values().stream().mapToInt(count -> count[1]).sum();
        assertThat(arrived).isPositive();
        assertThat(refused).isPositive();
        System.out.printf(
                "seed %d: %d %s through %d kinds of steps in %d ms, %d as meant, %d refused%n",
                SEED,
                arrived + refused,
                what,
                counts.size(),
                (System.nanoTime() - begin) / 1_000_000,
                arrived,
                refused);
    }

    private static final String ENOUGH = """
            - route:
                from:
                  uri: direct:enough
                  steps:
                    - stop: {}
            """;

    private static final String FILES = """
            - route:
                from:
                  uri: direct:toD
                  steps:
                    - toD: { uri: "file:HOME/out", parameters: { fileName: "${exchangeProperty.id}" } }
            - route:
                from:
                  uri: direct:extension
                  steps:
                    - toD: { uri: "file:HOME/out?fileName=${exchangeProperty.id}.txt" }
            - route:
                from:
                  uri: direct:wireTap
                  steps:
                    - wireTap: { uri: "file:HOME/out?fileName=${exchangeProperty.id}" }
            - route:
                from:
                  uri: direct:recipientList
                  steps:
                    - recipientList: { simple: "file:HOME/out?fileName=${exchangeProperty.id}&tempFileName=${exchangeProperty.id}.part" }
            - route:
                from:
                  uri: direct:pollEnrich
                  steps:
                    - pollEnrich: { simple: "file:HOME/in?fileName=${exchangeProperty.id}&delete=true", timeout: 0 }
                    - convertBodyTo: { type: String }
            """;

    private static final String NAMED = """
            - route:
                from:
                  uri: direct:known
                  steps:
                    - setBody: { constant: "" }
                    - removeHeaders: { pattern: "*" }
                    - to: "{{api}}/known"
            - route:
                from:
                  uri: seda:known
                  steps:
                    - to: direct:known
            - route:
                from:
                  uri: direct:toD
                  steps:
                    - toD: "direct:${exchangeProperty.id}"
            - route:
                from:
                  uri: direct:seda
                  steps:
                    - toD: "seda:${exchangeProperty.id}"
            - route:
                from:
                  uri: direct:enrich
                  steps:
                    - enrich: { simple: "direct:${exchangeProperty.id}" }
            - route:
                from:
                  uri: direct:recipientList
                  steps:
                    - recipientList: { simple: "direct:${exchangeProperty.id}" }
            - route:
                from:
                  uri: direct:routingSlip
                  steps:
                    - routingSlip: { simple: "direct:${exchangeProperty.id}" }
            - route:
                from:
                  uri: direct:wireTap
                  steps:
                    - wireTap: { uri: "direct:${exchangeProperty.id}" }
            - route:
                from:
                  uri: direct:wholeList
                  steps:
                    - recipientList: { exchangeProperty: id }
            """;
}
