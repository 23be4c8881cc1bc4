package io.github.bactrian.daemon;

import io.github.bactrian.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bactrian sandbox}. */
@Command(
        name = "sandbox",
        description = "Runs only the built-in issuer and directory API, until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = ConfigurationFiles.read(Path.of(""), false, options);
        try (Sandbox sandbox = SandboxSession.start(configuration, Path.of(""))) {
            Stdout.line("issuer     " + sandbox.issuer());
            Stdout.line("directory  " + sandbox.directory());
            Stdout.line("CA file    " + sandbox.caFile());
            Stdout.line("tenant     " + sandbox.app().tenantId());
            Stdout.line("client     " + sandbox.app().clientId() + ", secret "
                    + sandbox.app().clientSecret());
            Stdout.line("scope      " + sandbox.resource() + "/.default");
            new CountDownLatch(1).await();
        }
        return 0;
    }
}
