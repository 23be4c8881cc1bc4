package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.bactrian.daemon.plan.Colours;
import io.github.bactrian.daemon.plan.Discretion;
import io.github.bactrian.daemon.plan.Plan;
import io.github.bactrian.daemon.plan.PlanReport;
import io.github.bactrian.daemon.plan.RowText;
import io.github.bactrian.imports.DryRun;
import io.github.bactrian.imports.EarlierImport;
import io.github.bactrian.imports.JobProgress;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.imports.formats.UnreadableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bactrian plan}. */
@Command(
        name = "plan",
        description = "Shows what an import of a file would send; sends nothing and asks for no token.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all rows can be sent",
            "2:wrong usage or configuration, or the file cannot be read",
            "3:some rows would be rejected"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int REJECTS = 3;

    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "NAME", description = "The import, as in 'from: import:NAME'.")
    private String name = "";

    @Parameters(paramLabel = "FILE", description = "The file; it is only read.")
    private Path file = Path.of("");

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "3",
            description = "Print the requests of the first N rows. Default: ${DEFAULT-VALUE}")
    private int rows;

    @Option(names = "--json", description = "A JSON object of what the file comes to, instead of text and requests.")
    private boolean json;

    @Option(names = "--sandbox", description = "With the addresses of the sandbox, which is not started.")
    private boolean sandbox;

    @Override
    public Integer call() throws Exception {
        Preparation preparation =
                Preparation.read(Path.of(""), sandbox, options).orRefuse();
        preparation.inboxOf(name);
        Preparation.requireFile(file);
        quiet();
        try (Daemon daemon = Daemon.assembleDry(preparation.configuration(), preparation.directory(), sandbox, name)) {
            daemon.start(preparation.configuration());
            return plan(preparation, daemon);
        }
    }

    /** Routes may log what they like for each row; here they would say it for rows that are not sent. */
    private static void quiet() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("org.apache.camel")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("io.github.bactrian")).setLevel(Level.WARN);
    }

    private int plan(Preparation preparation, Daemon daemon) throws IOException, InterruptedException {
        RowText text =
                new RowText(Discretion.about(preparation.configuration().values()), new Colours(Terminal.hasColours()));
        PlanReport report;
        try (DryRun dry = daemon.imports().dryRun(name, file)) {
            Plan plan = new Plan(dry);
            plan.show(json ? 0 : rows, row -> text.lines(row).forEach(System.out::println));
            try (Progress progress = new Progress(progress(plan, dry), Screen.stderr(), Clock.systemUTC(), width())) {
                progress.start();
                plan.runRest();
            }
            // What runs beside the rows, such as wire taps, is counted too.
            daemon.close();
            report = plan.report(earlier(preparation), Instant.now());
        } catch (UnreadableFileException e) {
            throw StartFault.configuration(file + ": " + e.getMessage());
        }
        print(file.getFileName().toString(), report);
        return exitCode(report);
    }

    private void print(String name, PlanReport report) {
        if (json) {
            Stdout.line(PlanJson.of(name, report));
        } else {
            new PlanSummary(name, report).lines().forEach(Stdout::line);
        }
    }

    private @Nullable EarlierImport earlier(Preparation preparation) throws IOException {
        Path ledger =
                preparation.directory().resolve(preparation.configuration().ledger());
        return EarlierImport.of(file, name, ledger).orElse(null);
    }

    private static int exitCode(PlanReport report) {
        if (report.unreadable() != null || report.stop() != null) {
            return StartFault.CONFIGURATION;
        }
        return report.isFine() ? 0 : REJECTS;
    }

    private static int width() {
        return Screen.stderr().isInteractive() ? Terminal.width() : 0;
    }

    private Supplier<List<JobProgress>> progress(Plan plan, DryRun dry) throws IOException {
        Instant began = Instant.now();
        long bytes = dry.bytes();
        return () -> {
            PlanReport.Rows now = plan.rows();
            RowCounts counts = new RowCounts(now.read(), now.sent(), now.rejected(), now.skipped(), now.open());
            return List.of(new JobProgress(
                    name,
                    "plan",
                    file.getFileName().toString(),
                    "running",
                    bytes,
                    plan.bytesRead(),
                    0,
                    counts,
                    began,
                    null,
                    null));
        };
    }
}
