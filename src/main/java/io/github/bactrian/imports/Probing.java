package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.RecordFile;
import io.github.bactrian.imports.formats.Records;
import io.github.bactrian.imports.formats.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles the unknown rows of a job that has ended by asking the route in {@code onUnknown} about each. */
final class Probing {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Receipt.Calls NO_CALLS = new Receipt.Calls(0, 0, 0, 0);

    private final ImportSettings settings;
    private final Ledger ledger;
    private final Backlog backlog;
    private final Settling settling;
    private final RowRoute route;
    private final Clock clock;
    private final Map<String, Asked> pending = new HashMap<>();

    Probing(ImportSettings settings, Ledger ledger, RowRoute route) {
        this.settings = settings;
        this.ledger = ledger;
        this.backlog = new Backlog(ledger);
        this.settling = new Settling(ledger);
        this.route = route;
        this.clock = ledger.clock();
    }

    /**
     * Goes on with what was asked for. Rows about which nothing can be learned stay unknown; so do those behind one when
     * nobody can be asked any more. A "no" counts when it is heard again {@link Doubts#SECOND_NO later}.
     */
    void probe(List<JobTable.Entry> entries) throws IOException {
        pending.keySet()
                .retainAll(entries.stream().map(entry -> entry.job().id()).toList());
        for (JobTable.Entry entry : entries) {
            try {
                probe(entry);
            } catch (IOException | RuntimeException e) {
                backlog.refiled(entry.job());
                LOG.error(
                        "Import {}, job {} cannot be probed: {}; its unknown rows stay as they are",
                        settings.name(),
                        entry.job().id(),
                        e.toString());
            }
        }
    }

    private void probe(JobTable.Entry entry) throws IOException {
        Job job = entry.job();
        if (settings.onUnknown().probe() == null) {
            throw new IOException("onUnknown names no route that could be asked; settle with --done or --resend");
        }
        Asked before = pending.get(job.id());
        if (before != null && clock.instant().isBefore(before.secondAt())) {
            return;
        }
        RecordFile input = RecordFile.open(
                job.folders().after(entry.status()).resolve(job.fileName()), job.file(), settings.reading());
        if (input == null) {
            throw new IOException("its file is empty");
        }
        Asked asked = before == null ? ask(job, input) : again(job, input, before);
        if (before == null && !asked.resent().isEmpty()) {
            pending.put(job.id(), asked);
        } else {
            pending.remove(job.id());
            settle(entry, input, asked);
        }
    }

    /**
     * What the probe said.
     *
     * @param resent rows that did not take effect, as it seems
     * @param secondAt when these may be asked about again
     */
    private record Asked(List<Long> done, List<Recovery.Ended> resent, List<Recovery.Ended> rest, Instant secondAt) {}

    private Asked ask(Job job, RecordFile input) throws IOException {
        List<Recovery.Ended> unknown = new ArrayList<>();
        new Exceptional(ledger, job).forEachRemaining(row -> {
            if (row.outcome() == Outcome.UNKNOWN) {
                unknown.add(row);
            }
        });
        return ask(job, input, unknown);
    }

    private Asked again(Job job, RecordFile input, Asked before) throws IOException {
        Asked second = ask(job, input, before.resent());
        List<Long> done = new ArrayList<>(before.done());
        done.addAll(second.done());
        List<Recovery.Ended> rest = new ArrayList<>(before.rest());
        rest.addAll(second.rest());
        rest.sort(Comparator.comparingLong(Recovery.Ended::row));
        return new Asked(done, second.resent(), rest, second.secondAt());
    }

    private Asked ask(Job job, RecordFile input, List<Recovery.Ended> rows) throws IOException {
        RowIds ids = RowIds.of(ledger, job);
        List<Long> done = new ArrayList<>();
        List<Recovery.Ended> denied = new ArrayList<>();
        List<Recovery.Ended> rest = new ArrayList<>();
        boolean reachable = true;
        try (Records records = input.records(input.start())) {
            for (Recovery.Ended row : rows) {
                SourceRecord record = OutcomeFile.find(records, row.row());
                Probe.Result result = reachable && record != null
                        ? ask(JobRow.of(job, record, RowContent.of(record, settings), ids))
                        : null;
                reachable = result != null && result.answer() != null;
                switch (result == null || result.answer() == null ? Probe.Answer.NOT_KNOWN : result.answer()) {
                    case TOOK_EFFECT -> done.add(row.row());
                    case DID_NOT -> denied.add(row);
                    case NOT_KNOWN -> rest.add(row);
                }
            }
        }
        return new Asked(done, denied, rest, clock.instant().plus(Doubts.SECOND_NO));
    }

    private Probe.Result ask(JobRow row) {
        RowCalls calls = new RowCalls(new CallCounts(NO_CALLS), () -> {}, List.of(), Integer.MAX_VALUE);
        Exchange exchange = route.ask(row, calls);
        return Probe.read(calls.end(), exchange);
    }

    private void settle(JobTable.Entry entry, RecordFile input, Asked asked) throws IOException {
        Job job = entry.job();
        long before = (long) asked.done().size()
                + asked.resent().size()
                + asked.rest().size();
        List<Long> resent = asked.resent().stream().map(Recovery.Ended::row).toList();
        Settling.Decision decision = new Settling.Decision(asked.done(), resent, before);
        Path again = job.folders().work().resolve("." + job.fileName() + ".again");
        try {
            OutcomeFile.write(input, asked.rest().iterator(), Map.of(Outcome.UNKNOWN, Settling.rest(job)));
            OutcomeFile.write(input, asked.resent().iterator(), Map.of(Outcome.UNKNOWN, again));
            Settled settled =
                    settle(entry, decision, resent.isEmpty() ? null : again, input.rejectsName(job.fileName()));
            LOG.info(
                    "Import {}, job {} was probed: {} rows took effect, {} are sent again{}, {} stay unknown",
                    settings.name(),
                    job.id(),
                    settled.done(),
                    settled.resent(),
                    settled.child() == null ? "" : " by job " + settled.child(),
                    asked.rest().size());
        } finally {
            Files.deleteIfExists(again);
        }
    }

    private Settled settle(JobTable.Entry entry, Settling.Decision decision, @Nullable Path again, String name)
            throws IOException {
        if (again == null) {
            return settling.settle(entry, decision, null);
        }
        try (InputStream in = Files.newInputStream(again)) {
            return settling.resend(entry, decision, in, name);
        }
    }
}
