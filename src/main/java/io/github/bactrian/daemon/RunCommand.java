package io.github.bactrian.daemon;

import io.github.bactrian.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian run}. */
@Command(
        name = "run",
        description = "Runs the daemon in this directory until it is told to stop.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    /** What the lock says of a daemon. */
    static final String PLAIN = "run";

    static final String SANDBOX = "run --sandbox";

    private static final Path DIRECTORY = Path.of("");

    @Mixin
    private Options options = new Options();

    @Option(
            names = "--sandbox",
            description = "Against a built-in issuer and directory API; no call leaves this machine.")
    private boolean sandbox;

    @Option(
            names = "--dev",
            description = "Run route files anew whenever they are saved: rows in flight end, and jobs go on.")
    private boolean dev;

    @Option(names = "--until-running", hidden = true, description = "End in order as soon as the routes run.")
    private boolean untilRunning;

    @Override
    public Integer call() throws IOException, InterruptedException {
        FileWatch watch = new FileWatch(DIRECTORY);
        Preparation preparation = read();
        if (preparation.configuration().isLogJson()) {
            ScreenAppender.writeJson();
        }
        preparation.orRefuse();
        Path ledger = preparation.configuration().ledger();
        DaemonLock lock = DaemonLock.take(ledger, sandbox ? SANDBOX : PLAIN)
                .orElseThrow(() -> StartFault.configuration("A daemon or an import already runs here: " + ledger
                        + " is in use. Stop it first, or start this one in a directory of its own."));
        try (Session session = new Session(preparation, lock, Daemon.Purpose.RUN)) {
            session.start();
            session.sandbox().ifPresent(Screen.stderr()::line);
            Screen.stderr().line(greeting(preparation));
            session.daemon().page().map(RunCommand::address).ifPresent(Screen.stderr()::line);
            if (dev) {
                reloadOnSave(watch, session.daemon(), preparation);
            }
            if (!untilRunning) {
                session.daemon().awaitStop();
            }
        }
        return 0;
    }

    private Preparation read() {
        return Preparation.read(DIRECTORY, sandbox, options);
    }

    private void reloadOnSave(FileWatch watch, Daemon daemon, Preparation preparation) {
        RunningRoutes running = daemon.running(preparation.report().files());
        Thread thread = new Thread(new SavedRoutes(watch, this::read, running, Screen.stderr()), "reload");
        thread.setDaemon(true);
        thread.start();
    }

    /** Only a terminal gets the secret: output that is kept must not hold it. */
    private static String address(Console page) {
        return "page: " + (Screen.stderr().isInteractive() ? page.uriWithSecret() : page.uri());
    }

    private static String greeting(Preparation preparation) {
        List<String> inboxes = preparation.report().imports().stream()
                .map(route -> route.parameters().getOrDefault("directory", "inbox/" + route.name()))
                .toList();
        String drop = inboxes.isEmpty() ? "" : "; drop files into " + String.join(", ", inboxes);
        return "running: " + Words.number(preparation.report().routes(), "route") + ", "
                + Words.number(preparation.configuration().profiles().size(), "profile") + drop;
    }
}
