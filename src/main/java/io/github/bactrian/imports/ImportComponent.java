package io.github.bactrian.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code import:} component: {@code from: import:users} runs the route once for each row of each dropped file. */
public final class ImportComponent extends DefaultComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ImportComponent.class);

    private final Consumers consumers = new Consumers();
    private Path ledgerFile = Path.of("data/ledger.db");
    private @Nullable Path marks;
    private boolean intake = true;
    private boolean dry;
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<Path> places = UnaryOperator.identity();
    private @Nullable Ledger ledger;
    private boolean inspected;

    /** Where the ledger lies; its directory is created. Default {@code data/ledger.db}. */
    public void setLedger(Path ledger) {
        this.ledgerFile = ledger;
    }

    /**
     * The directory of the marks of calls, which tell after a kill what was sent; it lies in memory and outlives the process.
     * Default {@code /dev/shm} where the system has it; elsewhere a kill counts as a loss of power.
     */
    public void setMarks(Path marks) {
        this.marks = marks;
    }

    /** Whether directories are watched; false when only {@link #importFile} brings work. Default true. */
    public void setIntake(boolean intake) {
        this.intake = intake;
    }

    boolean isIntake() {
        return intake;
    }

    /** Whether nothing is to be imported: imports then serve {@link #dryRun} alone, and touch neither ledger nor directories. */
    public void setDry(boolean dry) {
        this.dry = dry;
    }

    boolean isDry() {
        return dry;
    }

    /** Tells leases, pauses and times in receipts; default the system's. To be set before the context starts. */
    public void setClock(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Where the directories lie that routes name; default as they are named. To be set before there are routes. */
    public void setPlaces(UnaryOperator<Path> places) {
        this.places = places;
    }

    /** When the first row that waits for its time is to run; {@link Instant#MAX} if none does. */
    public Instant due() {
        return consumers.stream()
                .map(ImportConsumer::due)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /**
     * To be told when the clock was set: leases are renewed by the new time, and rows that have become due run.
     *
     * @throws IOException if the ledger cannot be written
     */
    public void clockWasSet() throws IOException {
        Ledger open;
        synchronized (this) {
            open = ledger;
        }
        if (open != null) {
            open.renewAll();
        }
        consumers.stream().forEach(ImportConsumer::wake);
    }

    /** Closes the ledger; the route that starts next opens it anew. No import's route may be running. */
    public synchronized void closeLedger() {
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }

    /** Another ledger than that of {@link #setLedger}; this component closes it. */
    synchronized void useLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    synchronized Ledger ledger() throws IOException {
        if (ledger == null) {
            Path directory = marks == null ? MarksDirectory.standard() : MarksDirectory.named(marks);
            ledger = Ledger.open(ledgerFile, directory, clock);
        }
        return ledger;
    }

    /**
     * The ledger for an import that is about to begin its work. It is inspected once, and what a kill would cost is told.
     *
     * @throws LedgerException if it is damaged
     */
    synchronized Ledger ledgerToWorkWith() throws IOException {
        Ledger open = ledger();
        if (!inspected) {
            open.assertSound();
            String cost = MarksDirectory.costOfKill(open.marksDirectory());
            if (cost != null) {
                LOG.info(cost);
            }
            inspected = true;
        }
        return open;
    }

    /**
     * Whether an endpoint with these parameters could be made; nothing is.
     *
     * @return what is wrong, naming import and parameter, and what would be right; empty if nothing is
     */
    public static Optional<String> fault(String name, Map<String, String> parameters) {
        try {
            ImportSettings.take(name, new HashMap<>(parameters));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The jobs that this process works on, and those it ended since it started, newest last. */
    public List<JobProgress> progress() {
        return consumers.stream()
                .flatMap(consumer -> consumer.progress().stream())
                .toList();
    }

    /** The inboxes of the imports that routes consume from, with what no job has taken yet. */
    public List<InboxState> inboxes() {
        return consumers.stream().map(ImportConsumer::inbox).toList();
    }

    /** Whether {@link Settlement#PROBE} can settle rows of an import: a route of this process consumes from it and names whom to ask. */
    public boolean canProbe(String importName) {
        return consumers.stream()
                .map(ImportConsumer::settings)
                .anyMatch(
                        one -> one.name().equals(importName) && one.onUnknown().probe() != null);
    }

    /**
     * Lets the unfinished jobs of an import go on through routes that were changed. Those that are stopped or held by
     * somebody stay so.
     *
     * @throws IOException if the ledger cannot be written
     */
    public void acceptChange(String importName) throws IOException {
        new Orders(ledger()).acceptChange(importName);
    }

    /**
     * Writes to the ledger, to see whether that is possible now.
     *
     * @param patience how long to wait: a ledger whose disk is full is written as soon as there is room
     * @return what is wrong; empty if nothing is
     */
    public Optional<String> ledgerFault(Duration patience) {
        try {
            return ledger().fault(patience);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Imports a copy of one file now; the context has been started.
     *
     * @param force also if the same bytes were already imported
     * @return completes with the receipt, or exceptionally if the job was interrupted by the stop of the context
     * @throws IllegalArgumentException if no started route consumes from {@code import:<name>}; the message lists those
     *     that do
     */
    public CompletableFuture<Receipt> importFile(String name, Path file, boolean force) {
        return importFile(name, file, force ? Again.SAME_BYTES : Again.NOTHING);
    }

    /** The same, saying what may be sent again. */
    public CompletableFuture<Receipt> importFile(String name, Path file, Again again) {
        return consumers.named(name).request(file, again.arrival());
    }

    /**
     * Hands a copy of a file to the process that works for an import, by way of the ledger; the copy is durable when this
     * returns. If the same bytes wait unfinished in another job, that one goes on instead and this one is forgotten.
     *
     * @return the id of its job
     * @throws IllegalArgumentException if no process with this ledger ever consumed from {@code import:<name>}
     * @throws IOException if the file cannot be copied, or the ledger not written
     */
    public String handOver(String name, Path file, Again again) throws IOException {
        return steering().handOver(name, file, again);
    }

    /**
     * Opens a file to be looked at as the import would run it; the context has been started, {@link #setDry dry}.
     *
     * @throws IllegalArgumentException if no started route consumes from {@code import:<name>}
     * @throws io.github.bactrian.imports.formats.UnreadableFileException if the file's beginning cannot be read as the import expects it
     */
    public DryRun dryRun(String name, Path file) throws IOException {
        return new DryRun(consumers.named(name), file);
    }

    /** All jobs that the ledger knows, newest first. */
    public List<JobState> jobs() throws IOException {
        return steering().all();
    }

    /**
     * The inboxes that the ledger knows, with what has lain in them for at least 10 seconds, as far as a process looks.
     *
     * @throws IOException if the ledger cannot be read
     */
    public List<InboxState> knownInboxes() throws IOException {
        return steering().inboxes();
    }

    /**
     * One job with its first rejected and unknown rows.
     *
     * @param id of the job, or a part of it that no other job's id has; so with all methods here
     * @throws IllegalArgumentException if no job or several are meant; the message names what may have been meant
     * @throws IOException if the ledger cannot be read; so with all methods here
     */
    public JobState job(String id) throws IOException {
        return steering().state(id);
    }

    /**
     * Pauses a job, and so the jobs behind it, when its rows in flight have ended. It stays paused over restarts.
     *
     * @throws IllegalStateException if the job is stopped or has ended
     */
    public JobState pause(String id) throws IOException {
        return steering().pause(id);
    }

    /**
     * Stops a job when its rows in flight have ended: its position is kept, a receipt is written, and other files go on.
     *
     * @throws IllegalStateException if the job has ended
     */
    public JobState stop(String id) throws IOException {
        return steering().stop(id);
    }

    /**
     * Lets a paused or stopped job go on, in this process or the one that works for its import.
     *
     * @param acceptChange whether its remaining rows may run through a route that was changed since
     * @throws IllegalStateException if it is neither paused nor stopped, or its route was changed and that is not accepted
     */
    public JobState resume(String id, boolean acceptChange) throws IOException {
        return steering().resume(id, acceptChange);
    }

    /**
     * Settles the unknown rows of a job that has ended. To probe them is left to the process that works for the import: this
     * returns at once, and {@link JobState#waitsFor} says so until it is done.
     *
     * @throws IllegalStateException if the job has not ended, or has no unknown rows
     */
    public Settled settle(String id, Settlement how) throws IOException {
        return steering().settle(id, how);
    }

    private Jobs steering() throws IOException {
        return new Jobs(ledger());
    }

    /** @throws IllegalArgumentException if another import has this name, or an equal or nested directory */
    void register(ImportConsumer consumer) {
        consumers.add(consumer);
    }

    void deregister(ImportConsumer consumer) {
        consumers.remove(consumer);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Object directory = parameters.getOrDefault("directory", "inbox/" + remaining);
        parameters.put("directory", places.apply(Path.of(directory.toString())).toString());
        return new ImportEndpoint(uri, this, ImportSettings.take(remaining, parameters));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().getCamelContextExtension().addInterceptStrategy(new FailedStep());
        getCamelContext().getCamelContextExtension().addInterceptStrategy(new BrokenAnswers());
        Rows.makeConvertible(getCamelContext().getTypeConverterRegistry());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getCamelContext().addLifecycleStrategy(consumers);
    }

    @Override
    protected void doStop() throws Exception {
        closeLedger();
        super.doStop();
    }
}
