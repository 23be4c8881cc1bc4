package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.files.JsonLinesFile;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.imports.DryRow;
import io.github.bactrian.imports.DryRun;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.RecordedCall;
import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** One Camel context in which tests run, one after the other, each as if it were the first. */
public final class TestBench implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** What runs beside a route, such as {@code seda}, {@code wireTap} and {@code onEnd}, is waited for so long. */
    private static final Duration ASIDE = Duration.ofSeconds(1);

    private final Sandbox sandbox;
    private final VirtualClock clock;
    private final WarningLog log;
    private final Path home;
    private final Path drops;
    private final Mocks mocks = new Mocks();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final List<String> importsRunning = new ArrayList<>();
    private @Nullable Parts parts;
    private UnaryOperator<String> mask = UnaryOperator.identity();
    private @Nullable JsonNode receipt;
    private @Nullable Exchange exchange;

    private record Parts(
            CamelContext context,
            ImportComponent imports,
            OAuth oauth,
            AuthorizedHttp http,
            TestRoutes routes,
            ProducerTemplate producer,
            TimeLapse lapse) {}

    /**
     * @param clock that of the sandbox too
     * @param home the working directory of the routes, emptied before each test
     */
    public TestBench(Sandbox sandbox, VirtualClock clock, WarningLog log, Path home) {
        this.sandbox = sandbox;
        this.clock = clock;
        this.log = log;
        this.home = home;
        this.drops = home.resolveSibling("dropped");
    }

    public Path home() {
        return home;
    }

    /** Where a directory of the configuration lies in tests: never outside of {@code home}. */
    static Path below(Path home, String directory) {
        Path path = Path.of(directory);
        Path root = path.getRoot();
        return home.resolve(root == null ? path : root.relativize(path)).normalize();
    }

    /** Puts what tests steer into a context that has no routes yet. */
    public void install(CamelContext context, Map<String, String> properties, ImportComponent imports) {
        OAuth.install(context, properties, clock);
        AuthorizedHttp.install(context, clock);
        MockedEndpoint.install(context, mocks, home);
        context.getGlobalOptions().put(JsonLinesFile.DIRECTORY_OPTION, home.toString());
        imports.setClock(clock);
        imports.setHome(home);
        imports.setIntake(false);
    }

    /** Takes over the routes that were read, before they start. */
    public void takeOver(ModelCamelContext context, ImportComponent imports) {
        parts = new Parts(
                context,
                imports,
                Objects.requireNonNull(OAuth.of(context)),
                Objects.requireNonNull(AuthorizedHttp.of(context)),
                new TestRoutes(context),
                context.createProducerTemplate(),
                new TimeLapse(clock, imports));
    }

    /** Runs one test. */
    public TestResult run(RouteTest test) throws InterruptedException, IOException {
        long begun = System.nanoTime();
        List<Difference> differences = new ArrayList<>();
        Parts all = Objects.requireNonNull(parts);
        try {
            reset(all, test);
            play(all, test, differences);
            differences.addAll(checked(test.expected(), differences.isEmpty()));
        } catch (WrongTest e) {
            differences.add(Difference.obstacle(
                    test.file(), e.finding().line(), e.finding().what()));
        }
        List<Difference> shown =
                differences.stream().map(one -> one.reworded(mask)).toList();
        List<String> told =
                shown.isEmpty() ? List.of() : log.lines().stream().map(mask).toList();
        stopImports(all);
        return new TestResult(test, shown, told, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void reset(Parts all, RouteTest test) throws IOException {
        empty(home);
        empty(drops);
        clock.set(Instant.now());
        sandbox.reset();
        all.oauth().forgetTokens();
        all.http().forgetLimits();
        synchronized (calls) {
            calls.clear();
        }
        sandbox.record(this::note);
        sandbox.faults().passTimeBy(delay -> all.lapse().goOn(clock.instant().plus(delay)));
        sandbox.faults().set(test.api());
        for (ObjectNode user : test.users()) {
            sandbox.addUser(user);
        }
        mocks.reset(test.mocks());
        log.clear();
        mask = UnaryOperator.identity();
        receipt = null;
        exchange = null;
    }

    private void note(RecordedCall call) {
        synchronized (calls) {
            calls.add(call);
        }
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(directory);
    }

    private void play(Parts all, RouteTest test, List<Difference> differences)
            throws InterruptedException, IOException {
        for (Step step : test.steps()) {
            try {
                if (step instanceof Step.Drop drop) {
                    drop(all, drop);
                } else if (step instanceof Step.Trigger trigger) {
                    trigger(all, trigger);
                }
            } catch (ExecutionException e) {
                differences.add(obstacle(step, "it failed: " + e.getCause()));
                return;
            } catch (TimeoutException e) {
                differences.add(obstacle(step, waiting(all)));
                return;
            }
            String failure = failure();
            if (failure != null && test.expected().get("fails") == null) {
                differences.add(obstacle(step, "the route failed: " + failure));
                return;
            }
        }
    }

    private static Difference obstacle(Step step, String what) {
        return Difference.obstacle(step.at().file(), step.at().line(), what);
    }

    private static String waiting(Parts all) {
        return "it has not ended after " + LONGEST.toSeconds() + " s"
                + all.imports().progress().stream()
                        .map(job -> ", " + job.state() + (job.holdReason() == null ? "" : ": " + job.holdReason()))
                        .reduce("", String::concat);
    }

    private void drop(Parts all, Step.Drop drop)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String route = all.routes().importRoute(drop);
        if (!importsRunning.contains(route)) {
            start(all.context(), route);
            importsRunning.add(route);
        }
        Path file = Files.write(drops.resolve(drop.file()), drop.content());
        mask = new SecretsOf(all.imports(), drop.importName(), file, mask);
        receipt = Texts.JSON.valueToTree(
                all.imports().importFile(drop.importName(), file, false).get(LONGEST.toSeconds(), TimeUnit.SECONDS));
    }

    private static void start(CamelContext context, String route) {
        try {
            context.getRouteController().startRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " does not start: " + e.getMessage(), e);
        }
    }

    private void trigger(Parts all, Step.Trigger trigger)
            throws InterruptedException, ExecutionException, TimeoutException {
        TestRoutes.Route route = all.routes().route(trigger);
        ExchangePattern pattern = route.answers() ? ExchangePattern.InOut : ExchangePattern.InOnly;
        exchange = CompletableFuture.supplyAsync(() -> all.producer()
                        .send(route.entry(), pattern, message -> fill(message.getMessage(), route, trigger)))
                .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private void fill(Message message, TestRoutes.Route route, Step.Trigger trigger) {
        if (route.scheme().equals("quartz")) {
            message.setHeader("fireTime", Date.from(clock.instant()));
            message.setHeader("scheduledFireTime", Date.from(clock.instant()));
        }
        trigger.headers().forEach(message::setHeader);
        message.setBody(trigger.body());
    }

    private @Nullable String failure() {
        Exception exception = exchange == null ? null : exchange.getException();
        return exception == null ? null : Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    }

    /** At once if all is as expected; otherwise what runs aside gets a little time. */
    private List<Difference> checked(Expected expected, boolean patient) throws IOException, InterruptedException {
        long end = System.nanoTime() + (patient ? ASIDE.toNanos() : 0);
        List<Difference> differences = new Checks(expected, outcome()).differences();
        while (!differences.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
            differences = new Checks(expected, outcome()).differences();
        }
        return differences;
    }

    private Outcome outcome() {
        Map<String, String> headers = new TreeMap<>();
        String body = null;
        if (exchange != null) {
            exchange.getMessage().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
            body = exchange.getMessage().getBody(String.class);
        }
        List<RecordedCall> made;
        synchronized (calls) {
            made = List.copyOf(calls);
        }
        return new Outcome(receipt, body, headers, failure(), made, mocks.sent(), sandbox.userCount(), home);
    }

    private void stopImports(Parts all) {
        for (String route : importsRunning) {
            try {
                all.context().getRouteController().stopRoute(route);
            } catch (Exception e) {
                throw new IllegalStateException("route " + route + " does not stop: " + e.getMessage(), e);
            }
        }
        importsRunning.clear();
        all.imports().closeLedger();
    }

    /** Leaves the context, which somebody else closes. */
    @Override
    public void close() {
        if (parts != null) {
            parts.lapse().close();
        }
    }

    /** Takes the values of a file's secret columns out of what is shown. */
    private record SecretsOf(ImportComponent imports, String importName, Path file, UnaryOperator<String> before)
            implements UnaryOperator<String> {
        @Override
        public String apply(String text) {
            String masked = before.apply(text);
            try (DryRun rows = imports.dryRun(importName, file)) {
                for (DryRow row = rows.next(); row != null; row = rows.next()) {
                    masked = row.withoutWholeSecrets(masked);
                }
                return masked;
            } catch (IOException e) {
                return "(not shown, because the file cannot be searched for secrets: " + e.getMessage() + ")";
            }
        }
    }
}
