package io.github.bactrian.daemon;

import io.github.bactrian.imports.LedgerUse;
import io.github.bactrian.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon with what it holds while it lives: the lock of its directory and, perhaps, a sandbox. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final DaemonLock lock;
    private final Configuration configuration;
    private final @Nullable Sandbox sandbox;
    private final Daemon daemon;
    private final Daemon.Purpose purpose;
    private @Nullable Progress progress;

    /**
     * Reads routes and profiles; nothing runs yet but the sandbox.
     *
     * @throws StartFault if that fails; the process is to end then
     */
    Session(Preparation preparation, DaemonLock lock, Daemon.Purpose purpose) {
        this.lock = lock;
        this.purpose = purpose;
        Screen.stderr().status("starting …");
        preparation.exposed().forEach(exposed -> LOG.warn("{}", exposed));
        Configuration files = preparation.files();
        claim(preparation.directory().resolve(files.ledger()), preparation.sandbox());
        sandbox = preparation.sandbox() ? SandboxSession.start(files, preparation.directory()) : null;
        configuration = sandbox == null ? files : files.under(SandboxSession.properties(sandbox));
        daemon = Daemon.assemble(configuration, preparation.directory(), preparation.sandbox(), purpose);
    }

    private static void claim(Path ledger, boolean sandbox) {
        try {
            LedgerUse.claim(ledger, sandbox);
        } catch (IllegalStateException | IOException e) {
            throw new StartFault(StartFault.CONFIGURATION, Reasons.of(e), e);
        }
    }

    void start() {
        // Before the start, so that a signal during it ends in an orderly stop as well.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        daemon.start(configuration);
        Screen.stderr().status("");
        if (purpose == Daemon.Purpose.IMPORT || Screen.stderr().isInteractive()) {
            progress = Progress.of(daemon);
        }
    }

    /** Where the sandbox is to be found; empty if there is none. */
    Optional<String> sandbox() {
        return Optional.ofNullable(sandbox)
                .map(it -> "sandbox: issuer " + it.issuer() + ", directory " + it.directory());
    }

    Daemon daemon() {
        return daemon;
    }

    @Override
    public synchronized void close() {
        daemon.close();
        if (progress != null) {
            progress.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
