package io.github.bactrian.imports;

import io.github.bactrian.http.CallPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Feeds a route with the rows of the files that its import takes. */
final class ImportConsumer extends DefaultConsumer implements RowRoute {
    private static final long STOP_WITHIN_MS = 14_000;
    private static final long LOOK_EVERY_MS = 500;

    private final ImportEndpoint endpoint;
    private final Requests requests = new Requests();
    private @Nullable JobRun run;
    private @Nullable ImportLoop loop;
    private @Nullable Inbox inbox;
    private @Nullable InboxWatch watch;
    private @Nullable Thread thread;
    private @Nullable ExecutorService executor;
    private @Nullable ScheduledExecutorService supervisor;
    private @Nullable ProbeRoute probe;

    ImportConsumer(ImportEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    ImportSettings settings() {
        return endpoint.settings();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ImportSettings settings = settings();
        ImportComponent component = endpoint.component();
        if (component.isDry()) {
            component.register(this);
            return;
        }
        Folders folders = new Folders(settings.directory());
        folders.create();
        component.register(this);
        String probeUri = settings.onUnknown().probe();
        probe = probeUri == null ? null : ProbeRoute.open(getEndpoint().getCamelContext(), settings.name(), probeUri);
        Ledger ledger = component.ledgerToWorkWith();
        new LostLedger(ledger, folders).refuse();
        JobTable table = new JobTable(ledger);
        executor = threads().newFixedThreadPool(this, "import-" + settings.name(), settings.parallel());
        String routeHash = RouteHash.of(endpoint.getCamelContext(), getRouteId());
        Intake intake = new Intake(settings, table, folders, ledger.clock());
        Ending ending = new Ending(ledger, folders);
        run = new JobRun(settings, ledger, ending, this, executor, routeHash);
        JobRunner runner = new JobRunner(settings, ledger, intake, ending, run, routeHash);
        Chores chores = new Chores(settings, ledger, new Probing(settings, ledger, this));
        Inbox inbox = new Inbox(settings, ledger.clock());
        this.inbox = inbox;
        loop = new ImportLoop(settings, ledger, inbox, intake, runner, requests, chores, component.isIntake());
        supervisor = threads().newScheduledThreadPool(this, "import-" + settings.name() + "-supervision", 2);
        new ImportTable(ledger).set(settings.name(), settings.directory(), routeHash);
        Notices notices = new Notices(endpoint.getCamelContext(), settings, ledger, run);
        supervise(new Supervision(settings, ledger, run));
        supervise(notices);
        if (component.isIntake()) {
            watch = new InboxWatch(inbox, ledger);
            supervise(watch);
        }
        thread = new Thread(loop, "bactrian-import-" + settings.name());
        thread.start();
    }

    private void supervise(Runnable task) {
        Future<?> unused = Objects.requireNonNull(supervisor)
                .scheduleWithFixedDelay(task, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private ExecutorServiceManager threads() {
        return endpoint.getCamelContext().getExecutorServiceManager();
    }

    /** Begins to stop, so that all imports of a context stop at once, not one after the other. */
    void stopSoon() {
        if (run != null && loop != null) {
            run.stop();
            loop.stop();
        }
    }

    @Override
    protected void doStop() throws Exception {
        stopSoon();
        if (thread != null) {
            thread.join(STOP_WITHIN_MS);
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(1));
        }
        for (ExecutorService pool : new ExecutorService[] {supervisor, executor}) {
            if (pool != null) {
                threads().shutdown(pool);
            }
        }
        if (watch != null) {
            watch.close();
        }
        if (probe != null) {
            probe.close();
        }
        endpoint.component().deregister(this);
        super.doStop();
    }

    /** When a row that waits is to run, or a file that waits for the import's window; {@link Instant#MAX} if nothing waits. */
    Instant due() {
        Window window = settings().window();
        Instant now = endpoint.component().clock().instant();
        if (window != null && !requests.isEmpty() && !window.isOpen(now)) {
            return window.nextOpening(now).toInstant();
        }
        return run == null ? Instant.MAX : run.due();
    }

    /** The clock has been set. */
    void wake() {
        if (run != null && loop != null) {
            run.wake();
            loop.wake();
        }
    }

    CompletableFuture<Receipt> request(Path file, Arrival arrival) {
        CompletableFuture<Receipt> answer = requests.add(file, arrival);
        if (loop != null) {
            loop.wake();
        }
        return answer;
    }

    /** The last jobs that ended, and the present one, newest last. */
    List<JobProgress> progress() {
        List<JobProgress> all = requests.ended();
        JobProgress present = run == null ? null : run.progress();
        if (present != null) {
            all.add(present);
        }
        return all;
    }

    /** What no job has taken yet. */
    InboxState inbox() {
        return inbox == null
                ? InboxState.empty(settings().name(), settings().directory().toString())
                : inbox.state(Duration.ZERO);
    }

    @Override
    public Exchange run(List<JobRow> rows, RowCalls calls) {
        return run(endpoint.exchange(rows, calls));
    }

    Exchange run(DryRow row, CallPlan plan) {
        return run(endpoint.rowExchange(row, plan));
    }

    private Exchange run(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }

    @Override
    public Exchange ask(JobRow row, RowCalls calls) {
        if (probe == null) {
            throw new IllegalStateException("import:" + settings().name() + " has no probe");
        }
        return probe.ask(endpoint.exchange(row, calls));
    }
}
