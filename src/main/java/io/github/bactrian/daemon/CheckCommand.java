package io.github.bactrian.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian check}. */
@Command(
        name = "check",
        description = "Says what is wrong in routes and properties; starts nothing. Exit code 2 if there are findings.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--offline", description = "Ask nobody: look at files alone.")
    private boolean offline;

    @Option(names = "--sandbox", description = "As with run --sandbox.")
    private boolean sandbox;

    @Override
    public Integer call() {
        Preparation preparation = Preparation.read(Path.of(""), sandbox, options);
        List<String> findings = new ArrayList<>(preparation.findings());
        findings.addAll(preparation.profileFaults());
        findings.forEach(System.out::println);
        System.out.println("check: " + Words.number(preparation.report().routes(), "route") + ", "
                + Words.number(preparation.configuration().profiles().size(), "profile") + ", "
                + (findings.isEmpty() ? "no findings" : Words.number(findings.size(), "finding")));
        if (!offline) {
            Screen.stderr()
                    .line("Tokens were not tried: that comes with a later version. --offline says the same as this.");
        }
        return findings.isEmpty() ? 0 : StartFault.CONFIGURATION;
    }
}
