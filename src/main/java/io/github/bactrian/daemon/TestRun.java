package io.github.bactrian.daemon;

import io.github.bactrian.daemon.routetests.RouteTest;
import io.github.bactrian.daemon.routetests.TestBench;
import io.github.bactrian.daemon.routetests.TestFile;
import io.github.bactrian.daemon.routetests.TestResult;
import io.github.bactrian.daemon.routetests.VirtualClock;
import io.github.bactrian.daemon.routetests.WarningLog;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tests of routes: one sandbox, and one Camel context for all files that have the same properties. */
final class TestRun implements AutoCloseable {
    /** Where nothing outlives the machine, the ledger's many small writes cost nothing. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final Logger LOG = LoggerFactory.getLogger(TestRun.class);

    private Configuration configuration;
    private final Path directory;
    private final VirtualClock clock = new VirtualClock();
    private final WarningLog log = new WarningLog();
    private final Sandbox sandbox;
    private final Map<Map<String, String>, Stage> stages = new LinkedHashMap<>();

    private record Stage(Daemon daemon, TestBench bench) {}

    TestRun(Preparation preparation) throws IOException {
        directory = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "bactrian-test")
                : Files.createTempDirectory("bactrian-test");
        sandbox = Sandbox.start(SandboxSettings.in(directory.resolve("ca")).withClock(clock));
        configuration = preparation.files().under(SandboxSession.properties(sandbox));
    }

    /** From now on tests run the routes as they are now. */
    void reload(Preparation preparation) {
        closeStages();
        configuration = preparation.files().under(SandboxSession.properties(sandbox));
    }

    /** Runs the tests of one file. */
    List<TestResult> run(TestFile file, Consumer<TestResult> told) throws IOException, InterruptedException {
        List<TestResult> results = new ArrayList<>();
        for (RouteTest test : file.tests()) {
            TestResult result = stage(file).bench().run(test);
            told.accept(result);
            results.add(result);
        }
        return results;
    }

    private Stage stage(TestFile file) {
        return stages.computeIfAbsent(file.properties(), properties -> open(file));
    }

    private Stage open(TestFile file) {
        Map<String, String> all = new TreeMap<>(file.properties());
        all.put("bactrian.ledger", Configuration.OWN.getOrDefault("bactrian.ledger", ""));
        Configuration tested = configuration.over(all, file.name());
        TestBench bench = new TestBench(sandbox, clock, log, directory.resolve("home-" + stages.size()));
        Daemon daemon = Daemon.assembleTests(tested, bench);
        daemon.start(tested);
        return new Stage(daemon, bench);
    }

    /** Ends the contexts and the sandbox, and removes all that they wrote. */
    @Override
    public synchronized void close() throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        closeStages();
        sandbox.close();
        log.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** When the process ends anyway. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", directory, e.toString());
        }
    }

    private void closeStages() {
        stages.values().forEach(stage -> {
            stage.bench().close();
            stage.daemon().close();
        });
        stages.clear();
    }
}
