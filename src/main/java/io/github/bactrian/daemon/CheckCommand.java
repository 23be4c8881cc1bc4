package io.github.bactrian.daemon;

import io.github.bactrian.daemon.check.Finding;
import io.github.bactrian.daemon.routetests.TestFiles;
import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian check}. */
@Command(
        name = "check",
        description = "Says what is wrong in routes and properties, and gets a token for each profile. Exit code 2 if"
                + " anything is wrong; warnings alone end with 0.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--offline", description = "Look at files alone; ask for no token.")
    private boolean offline;

    @Option(names = "--sandbox", description = "As with run --sandbox.")
    private boolean sandbox;

    @Option(names = "--json", description = "A JSON array of findings instead of text, for editors and CI.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Preparation preparation = Preparation.read(Path.of(""), sandbox, options);
        List<String> findings = new ArrayList<>(preparation.findings());
        if (findings.isEmpty()) {
            findings.addAll(Rehearsal.findings(preparation));
        }
        if (findings.isEmpty() && !offline) {
            tokens(preparation, findings);
        } else if (!sandbox) {
            // A sandbox makes its CA file when it starts; without it the profiles are not sound.
            new ProfileCheck(preparation.configuration(), Clock.systemUTC()).settings(findings::add);
        }
        TestFiles tests = TestFiles.read(Path.of(""), TestFiles.in(Path.of("")));
        tests.findings().stream().map(Finding::toString).forEach(findings::add);
        List<Finding> all = new ArrayList<>(preparation.warnings());
        findings.stream().map(Finding::parse).forEach(all::add);
        all.sort(null);
        if (json) {
            Stdout.line(FindingsJson.of(all));
        } else {
            all.forEach(Stdout::line);
            preparation.report().notes().forEach(Stdout::line);
            Stdout.line(summary(preparation, findings.size(), all.size() - findings.size()));
        }
        return findings.isEmpty() ? 0 : StartFault.CONFIGURATION;
    }

    private static String summary(Preparation preparation, int findings, int warnings) {
        return "check: " + Words.number(preparation.report().routes(), "route") + ", "
                + Words.number(preparation.configuration().profiles().size(), "profile") + ", "
                + (findings == 0 ? "no findings" : Words.number(findings, "finding"))
                + (warnings == 0 ? "" : ", " + Words.number(warnings, "warning"));
    }

    private void tokens(Preparation preparation, List<String> findings) {
        if (!sandbox) {
            tokens(preparation.configuration(), findings);
            return;
        }
        try (Sandbox running = SandboxSession.passing()) {
            tokens(preparation.files().under(SandboxSession.properties(running)), findings);
        }
    }

    private void tokens(Configuration configuration, List<String> findings) {
        Consumer<String> told = json ? text -> {} : Stdout::line;
        new ProfileCheck(configuration, Clock.systemUTC()).tokens(told, findings::add);
    }
}
