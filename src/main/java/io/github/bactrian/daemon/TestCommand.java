package io.github.bactrian.daemon;

import io.github.bactrian.daemon.check.Finding;
import io.github.bactrian.daemon.plan.Colours;
import io.github.bactrian.daemon.routetests.Affected;
import io.github.bactrian.daemon.routetests.JUnitXml;
import io.github.bactrian.daemon.routetests.TestFile;
import io.github.bactrian.daemon.routetests.TestFiles;
import io.github.bactrian.daemon.routetests.TestReport;
import io.github.bactrian.daemon.routetests.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

    @Option(names = "--dev", description = "Run the tests again whenever a route or a test is saved, until Ctrl-C.")
    private boolean dev;

    private final Path directory = Path.of("");
    private final TestReport report = new TestReport(new Colours(Terminal.hasColours()));

    @Override
    public Integer call() throws Exception {
        chosen.forEach(Preparation::requireFile);
        FileWatch watch = new FileWatch(directory);
        List<TestFile> files = files();
        Preparation preparation = Preparation.read(directory, true, options).orRefuse();
        try (TestRun run = new TestRun(preparation)) {
            Runtime.getRuntime().addShutdownHook(new Thread(run::closeQuietly, "stop"));
            List<TestResult> results = run(run, files);
            if (junit != null) {
                JUnitXml.write(results, junit);
            }
            while (dev) {
                again(run, watch.next());
            }
            return results.stream().allMatch(TestResult::passed) ? 0 : FAILED;
        }
    }

    /** What is wrong is told, and the next save awaited. */
    private void again(TestRun run, Set<Path> changed) throws IOException, InterruptedException {
        Stdout.line("");
        Stdout.line(report.saved(changed.stream().map(Path::toString).toList()));
        try {
            List<TestFile> affected = Affected.of(directory, changed, files());
            run.reload(Preparation.read(directory, true, options).orRefuse());
            run(run, affected);
        } catch (StartFault wrong) {
            Stdout.line(wrong.getMessage());
        } catch (UncheckedIOException gone) {
            Stdout.line(Reasons.of(gone));
        }
    }

    private List<TestFile> files() throws IOException {
        TestFiles read = TestFiles.read(directory, chosen.isEmpty() ? TestFiles.in(directory) : chosen);
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

    private List<TestResult> run(TestRun run, List<TestFile> files) throws IOException, InterruptedException {
        List<TestResult> results = new ArrayList<>();
        long begun = System.nanoTime();
        for (TestFile file : files) {
            Stdout.line(file.name());
            results.addAll(run.run(file, result -> report.lines(result).forEach(Stdout::line)));
        }
        Stdout.line(report.summary(results, files.size(), Duration.ofNanos(System.nanoTime() - begun)));
        return results;
    }
}
