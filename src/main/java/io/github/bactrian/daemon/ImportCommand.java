package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.bactrian.imports.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bactrian import}. */
@Command(
        name = "import",
        description = "Imports one file in the foreground, with a progress bar.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all rows done",
            "1:stopped or incomplete",
            "2:wrong usage or configuration",
            "3:some rows rejected",
            "4:some rows unknown: sent, but not answered"
        })
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "NAME", description = "The import, as in 'from: import:NAME'.")
    private String name = "";

    @Parameters(paramLabel = "FILE", description = "The file; a copy of it is imported.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Also if the same bytes were imported before.")
    private boolean force;

    @Option(
            names = "--sandbox",
            description = "Against a built-in issuer and directory API; no call leaves this machine.")
    private boolean sandbox;

    @Override
    public Integer call() throws Exception {
        Preparation.requireFile(file);
        Preparation preparation =
                Preparation.read(Path.of(""), sandbox, options).orRefuse();
        Path inbox = preparation.inboxOf(name);
        Path ledger = preparation.configuration().ledger();
        Optional<DaemonLock> lock = DaemonLock.take(ledger, "import");
        Receipt receipt = lock.isPresent() ? here(preparation, lock.get()) : handedOver(ledger, inbox);
        Summary summary = new Summary(receipt, inbox);
        summary.lines().forEach(System.out::println);
        return summary.exitCode();
    }

    private Receipt here(Preparation preparation, DaemonLock lock) throws Exception {
        try (Session session = new Session(preparation, lock, Daemon.Purpose.IMPORT)) {
            // Its beginning and end are told by the bar and the summary.
            ((Logger) LoggerFactory.getLogger("io.github.bactrian.imports")).setLevel(Level.WARN);
            session.daemon().limitTo(name);
            session.start();
            CompletableFuture<Receipt> receipt = session.daemon().imports().importFile(name, file, force);
            try {
                return receipt.get();
            } catch (ExecutionException e) {
                throw StartFault.other(file.getFileName() + " is not finished: " + Reasons.of(e)
                        + ". The same command goes on from there.");
            }
        }
    }

    private Receipt handedOver(Path ledger, Path inbox) throws IOException, InterruptedException {
        String holder = DaemonLock.holder(ledger);
        if (!holder.startsWith(RunCommand.PLAIN)) {
            throw StartFault.configuration("Another import runs in this directory; wait until it has ended");
        }
        if (sandbox != holder.equals(RunCommand.SANDBOX)) {
            throw StartFault.configuration("The daemon in this directory was started as 'bactrian " + holder + "'; "
                    + (sandbox ? "leave out" : "add") + " --sandbox to hand the file to it, or stop it first");
        }
        if (force) {
            throw StartFault.configuration(
                    "A daemon runs in this directory, and --force cannot be handed to it; stop it first");
        }
        Screen.stderr().line("handed to the daemon that runs here, by way of " + inbox);
        return new Handover(inbox).of(file);
    }
}
