package io.github.bactrian.daemon;

import io.github.bactrian.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian check}. */
@Command(
        name = "check",
        description =
                "Says what is wrong in routes and properties, and gets a token for each profile. Exit code 2 if there"
                        + " are findings.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--offline", description = "Look at files alone; ask for no token.")
    private boolean offline;

    @Option(names = "--sandbox", description = "As with run --sandbox.")
    private boolean sandbox;

    @Override
    public Integer call() {
        Preparation preparation = Preparation.read(Path.of(""), sandbox, options);
        List<String> findings = new ArrayList<>(preparation.findings());
        if (findings.isEmpty() && !offline) {
            tokens(preparation, findings);
        } else if (!sandbox) {
            // A sandbox makes its CA file when it starts; without it the profiles are not sound.
            new ProfileCheck(preparation.configuration(), Clock.systemUTC()).settings(findings::add);
        }
        findings.forEach(System.out::println);
        System.out.println("check: " + Words.number(preparation.report().routes(), "route") + ", "
                + Words.number(preparation.configuration().profiles().size(), "profile") + ", "
                + (findings.isEmpty() ? "no findings" : Words.number(findings.size(), "finding")));
        return findings.isEmpty() ? 0 : StartFault.CONFIGURATION;
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

    private static void tokens(Configuration configuration, List<String> findings) {
        new ProfileCheck(configuration, Clock.systemUTC()).tokens(System.out::println, findings::add);
    }
}
