package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.files.FilePlaces;
import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** One Camel context in which tests run, one after the other, each as if it were the first. */
public final class TestBench implements AutoCloseable {
    /** What runs beside a route, such as {@code seda}, {@code wireTap} and {@code onEnd}, is waited for so long. */
    private static final Duration ASIDE = Duration.ofSeconds(1);

    private final Sandbox sandbox;
    private final VirtualClock clock;
    private final WarningLog log;
    private final TestFolders folders;
    private final Mocks mocks = new Mocks();
    private final CallLog calls = new CallLog();
    private @Nullable TestParts parts;

    /**
     * A bench without a context.
     *
     * @param clock that of the sandbox too
     * @param home takes the place of the working directory, and is emptied before each test; absolute
     */
    public TestBench(Sandbox sandbox, VirtualClock clock, WarningLog log, Path home) {
        this.sandbox = sandbox;
        this.clock = clock;
        this.log = log;
        this.folders = new TestFolders(home);
    }

    public Path home() {
        return folders.home();
    }

    /** Puts what tests steer into a context that has no routes yet. */
    public void install(CamelContext context, Map<String, String> properties, ImportComponent imports) {
        OAuth.install(context, properties, clock);
        AuthorizedHttp.install(context, clock);
        MockedEndpoint.install(context, mocks, folders);
        context.getCamelContextExtension().addContextPlugin(FilePlaces.class, folders);
        imports.setClock(clock);
        imports.setPlaces(folders::of);
        imports.setIntake(false);
    }

    /** Takes over the routes that were read, before they start. */
    public void takeOver(ModelCamelContext context, ImportComponent imports) {
        parts = TestParts.of(context, imports, clock);
    }

    /** Runs one test; the context has been started. */
    public TestResult run(RouteTest test) throws InterruptedException, IOException {
        long begun = System.nanoTime();
        TestParts all = Objects.requireNonNull(parts, "takeOver comes first");
        reset(all, test);
        try (RunningTest running = new RunningTest(test, all, folders)) {
            all.lapse().setActive(true);
            List<Difference> differences = differences(running, test).stream()
                    .map(difference -> difference.reworded(running::masked))
                    .toList();
            List<String> told = differences.isEmpty()
                    ? List.of()
                    : log.lines().stream().map(running::masked).toList();
            return new TestResult(test, differences, told, Duration.ofNanos(System.nanoTime() - begun));
        } finally {
            all.lapse().setActive(false);
        }
    }

    private List<Difference> differences(RunningTest running, RouteTest test) throws InterruptedException, IOException {
        List<Difference> differences = new ArrayList<>();
        try {
            running.play().ifPresent(differences::add);
            differences.addAll(checked(running, test.expected(), differences.isEmpty()));
        } catch (WrongTest e) {
            differences.add(Difference.obstacle(
                    test.file(), e.finding().line(), e.finding().what()));
        }
        return differences;
    }

    private void reset(TestParts all, RouteTest test) throws IOException {
        folders.empty();
        clock.set(Instant.now());
        sandbox.reset();
        all.oauth().forgetTokens();
        all.http().forgetLimits();
        calls.clear();
        log.clear();
        mocks.reset(test.mocks());
        sandbox.record(calls::add);
        sandbox.faults().passTimeBy(all.lapse()::pass);
        sandbox.faults().set(test.api());
        for (ObjectNode user : test.users()) {
            sandbox.addUser(user);
        }
    }

    /** At once if all is as expected; otherwise what runs aside gets a little time. */
    private List<Difference> checked(RunningTest running, Expected expected, boolean patient)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + (patient ? ASIDE.toNanos() : 0);
        List<Difference> differences = check(running, expected);
        while (!differences.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
            differences = check(running, expected);
        }
        return differences;
    }

    private List<Difference> check(RunningTest running, Expected expected) throws IOException {
        return new Checks(expected, running.outcome(calls, mocks, sandbox.userCount())).differences();
    }

    /** Leaves the context, which somebody else closes. */
    @Override
    public void close() {
        if (parts != null) {
            parts.lapse().close();
        }
    }
}
