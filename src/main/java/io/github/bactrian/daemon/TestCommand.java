package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.bactrian.daemon.check.Finding;
import io.github.bactrian.daemon.plan.Colours;
import io.github.bactrian.daemon.routetests.JUnitXml;
import io.github.bactrian.daemon.routetests.TestFile;
import io.github.bactrian.daemon.routetests.TestFiles;
import io.github.bactrian.daemon.routetests.TestReport;
import io.github.bactrian.daemon.routetests.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bactrian test}. */
@Command(
        name = "test",
        description = "Runs the tests of the routes, routes/tests/**/*.test.yaml, against a sandbox in this process.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all passed", "1:some failed", "2:wrong usage, configuration or test file"})
final class TestCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Test files. Default: all in routes/tests.")
    private List<Path> chosen = List.of();

    @Option(names = "--name", paramLabel = "TEXT", description = "Only tests with this text in their name.")
    private @Nullable String name;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the results as JUnit XML.")
    private @Nullable Path junit;

    private final Path directory;

    TestCommand() {
        this(Path.of(""));
    }

    TestCommand(Path directory) {
        this.directory = directory;
    }

    @Override
    public Integer call() throws Exception {
        chosen.forEach(file -> Preparation.requireFile(directory.resolve(file)));
        List<TestFile> files = files(chosen.isEmpty() ? TestFiles.in(directory) : chosen);
        Preparation preparation =
                Preparation.read(directory, true, options).orRefuse();
        quiet();
        List<TestResult> results = run(preparation, files);
        if (junit != null) {
            JUnitXml.write(results, junit);
        }
        return results.stream().allMatch(TestResult::passed) ? 0 : FAILED;
    }

    private List<TestFile> files(List<Path> paths) {
        TestFiles read = TestFiles.read(directory, paths);
        if (!read.findings().isEmpty()) {
            throw StartFault.configuration(
                    read.findings().stream().map(Finding::toString).toList());
        }
        List<TestFile> files = read.files().stream()
                .map(this::named)
                .filter(file -> !file.tests().isEmpty())
                .toList();
        if (files.isEmpty()) {
            throw StartFault.configuration(
                    name == null
                            ? "There are no tests in " + TestFiles.FOLDER + "; see docs/route-tests.md"
                            : "No test has '" + name + "' in its name");
        }
        return files;
    }

    private TestFile named(TestFile file) {
        String part = name == null ? "" : name.toLowerCase(Locale.ROOT);
        return new TestFile(
                file.name(),
                file.properties(),
                file.tests().stream()
                        .filter(test -> test.name().toLowerCase(Locale.ROOT).contains(part))
                        .toList());
    }

    /** Warnings are shown with the tests that fail; routes may log what they like. */
    private static void quiet() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender("screen");
        root.setLevel(Level.WARN);
    }

    private List<TestResult> run(Preparation preparation, List<TestFile> files)
            throws IOException, InterruptedException {
        TestReport report = new TestReport(new Colours(Terminal.hasColours()));
        List<TestResult> results = new ArrayList<>();
        long begun = System.nanoTime();
        try (TestRun run = new TestRun(preparation)) {
            for (TestFile file : files) {
                System.out.println(file.name());
                results.addAll(run.run(file, result -> report.lines(result).forEach(System.out::println)));
            }
        }
        System.out.println(report.summary(results, files.size(), Duration.ofNanos(System.nanoTime() - begun)));
        return results;
    }
}
