package io.github.bactrian.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.bactrian.imports.Again;
import io.github.bactrian.imports.EarlierImport;
import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
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

    @ArgGroup
    private Repetition repetition = new Repetition();

    private static final class Repetition {
        @Option(names = "--force", description = "Also if the same bytes were imported before.")
        private boolean force;

        @Option(
                names = "--resend",
                description = "For a file from unknown/: its rows are sent again, and count as skipped in their job.")
        private boolean resend;

        Again again() {
            return force ? Again.SAME_BYTES : resend ? Again.UNKNOWN_ROWS : Again.NOTHING;
        }
    }

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
        Receipt receipt = lock.isPresent() ? here(preparation, lock.get()) : handedOver(ledger);
        Summary summary = new Summary(receipt, inbox);
        summary.lines().forEach(Stdout::line);
        return summary.exitCode();
    }

    private Receipt here(Preparation preparation, DaemonLock lock) throws Exception {
        try (Session session = new Session(preparation, lock, Daemon.Purpose.IMPORT)) {
            // Its beginning and end are told by the bar and the summary.
            ((Logger) LoggerFactory.getLogger("io.github.bactrian.imports")).setLevel(Level.WARN);
            session.daemon().limitTo(name);
            session.start();
            ImportComponent imports = session.daemon().imports();
            tellWhatGoesOn(imports, preparation.configuration().ledger());
            CompletableFuture<Receipt> receipt = imports.importFile(name, file, repetition.again());
            try {
                return receipt.get();
            } catch (ExecutionException e) {
                throw StartFault.other(file.getFileName() + " is not finished: " + Reasons.of(e)
                        + ". The same command goes on from there.");
            }
        }
    }

    private void tellWhatGoesOn(ImportComponent imports, Path ledger) throws IOException {
        EarlierImport earlier = EarlierImport.of(file, name, ledger)
                .filter(EarlierImport::isUnfinished)
                .orElse(null);
        if (earlier != null) {
            Screen.stderr().line(Handover.goesOn(file, imports.job(earlier.job())));
        }
    }

    private Receipt handedOver(Path ledger) throws IOException, InterruptedException {
        String holder = DaemonLock.holder(ledger);
        if (!holder.startsWith(RunCommand.PLAIN)) {
            throw StartFault.configuration("Another import runs in this directory; wait until it has ended");
        }
        if (sandbox != holder.equals(RunCommand.SANDBOX)) {
            throw StartFault.configuration("The daemon in this directory was started as 'bactrian " + holder + "'; "
                    + (sandbox ? "leave out" : "add") + " --sandbox to hand the file to it, or stop it first");
        }
        try (ImportComponent imports = new ImportComponent()) {
            imports.setLedger(ledger);
            return new Handover(ledger, imports, Screen.stderr()).of(name, file, repetition.again());
        } catch (IllegalArgumentException e) {
            throw StartFault.configuration(String.valueOf(e.getMessage()));
        }
    }
}
