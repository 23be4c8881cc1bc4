package io.github.bactrian.imports;

import io.github.bactrian.http.CallPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Feeds a route with the rows of the files that its import takes. */
final class ImportConsumer extends DefaultConsumer implements ImportJob.Route {
    private static final long STOP_WITHIN_MS = 14_000;

    private final ImportEndpoint endpoint;
    private @Nullable ImportLoop loop;
    private @Nullable Thread thread;
    private @Nullable ExecutorService executor;
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
        Ledger ledger = component.ledger();
        JobTable table = new JobTable(ledger);
        Intake intake = new Intake(settings, table, folders, ledger.clock());
        executor = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "import-" + settings.name(), settings.parallel());
        JobRunner runner = new JobRunner(
                settings,
                ledger,
                table,
                intake,
                this,
                executor,
                RouteHash.of(endpoint.getCamelContext(), getRouteId()));
        loop = new ImportLoop(
                settings,
                table,
                intake,
                new Inbox(settings, ledger.clock()),
                runner,
                component.isIntake(),
                ledger.clock());
        thread = new Thread(loop, "bactrian-import-" + settings.name());
        thread.start();
    }

    /** Begins to stop, so that all imports of a context stop at once, not one after the other. */
    void stopSoon() {
        if (loop != null) {
            loop.stop();
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (loop != null && thread != null) {
            loop.stop();
            thread.join(STOP_WITHIN_MS);
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(1));
        }
        if (executor != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(executor);
        }
        if (probe != null) {
            probe.close();
        }
        endpoint.component().deregister(this);
        super.doStop();
    }

    CompletableFuture<Receipt> request(Path file, boolean force) {
        return loop == null
                ? CompletableFuture.failedFuture(
                        new IllegalStateException("import:" + settings().name() + " is not started"))
                : loop.request(file, force);
    }

    List<JobProgress> progress() {
        return loop == null ? List.of() : loop.progress();
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
