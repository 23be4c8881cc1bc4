package io.github.bactrian.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.bactrian.Printable;
import io.github.bactrian.imports.InboxState;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.imports.Receipt;
import io.github.bactrian.imports.RowCounts;
import io.github.bactrian.imports.Settled;
import io.github.bactrian.imports.WaitingFile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs as operators read them. */
final class JobText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Set<String> NOT_TO_ITS_END = Set.of("stopped", "incomplete", "skipped", "failed");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JobText() {}

    static String json(Object jobs) {
        try {
            return JSON.writeValueAsString(jobs);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("receipts can always be written as JSON", e);
        }
    }

    /** A line for each job, and under it what it waits for. */
    static String table(List<JobState> jobs) {
        if (jobs.isEmpty()) {
            return "no jobs";
        }
        TextTable table = new TextTable(
                "JOB", "IMPORT", "FILE", "STATUS", ">READ", ">DONE", ">REJECTED", ">SKIPPED", ">UNKNOWN", "STARTED");
        for (JobState job : jobs) {
            Receipt receipt = job.receipt();
            RowCounts rows = receipt.rows();
            table.row(
                    receipt.job(),
                    receipt.importName(),
                    receipt.file(),
                    status(job),
                    Words.count(rows.read()),
                    Words.count(rows.done()),
                    Words.count(rows.rejected()),
                    Words.count(rows.skipped()),
                    Words.count(rows.unknown()),
                    time(receipt.started()));
            if (receipt.reason() != null && NOT_TO_ITS_END.contains(receipt.status())) {
                table.note("  " + receipt.reason());
            }
            if (job.waitsFor() != null) {
                table.note("  waits for " + job.waitsFor());
            }
        }
        return table.toString();
    }

    /** What lies in inboxes and is not taken, below the jobs; empty if nothing does. */
    static String inboxes(List<InboxState> inboxes) {
        StringBuilder text = new StringBuilder();
        for (InboxState inbox : inboxes) {
            inbox.waiting().forEach(file -> line(text, inbox.importName(), waiting(file)));
            int more = inbox.files() - inbox.waiting().size();
            if (more > 0) {
                line(text, inbox.importName(), Words.count(more) + " more, not taken either");
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String importName, String rest) {
        text.append(System.lineSeparator())
                .append("import ")
                .append(importName)
                .append(": ")
                .append(Printable.of(rest));
    }

    private static String waiting(WaitingFile file) {
        String why = file.reason() == null ? "waits for its turn" : file.reason();
        return "not taken since " + time(file.since()) + ": " + file.file() + " " + why;
    }

    private static String status(JobState job) {
        String status = job.receipt().status();
        if (!status.equals("running")) {
            return status;
        }
        return (job.waitsFor() == null ? "running " : "waiting ") + job.percent() + " %";
    }

    static String details(JobState job) {
        Receipt receipt = job.receipt();
        RowCounts rows = receipt.rows();
        Receipt.Calls calls = receipt.calls();
        List<String> lines = new ArrayList<>();
        add(lines, "job", receipt.job());
        add(lines, "import", receipt.importName());
        add(lines, "file", receipt.file() + ", " + Words.count(receipt.bytes()) + " bytes");
        add(lines, "sha256", receipt.sha256());
        add(lines, "parent", receipt.parent());
        add(lines, "status", status(job));
        add(lines, "reason", receipt.reason());
        add(lines, "waits for", job.waitsFor());
        add(
                lines,
                "rows",
                Words.count(rows.read()) + " read = " + Words.count(rows.done()) + " done + "
                        + Words.count(rows.rejected()) + " rejected + " + Words.count(rows.skipped()) + " skipped + "
                        + Words.count(rows.unknown()) + " unknown");
        add(
                lines,
                "calls",
                Words.count(calls.sent()) + " sent, " + Words.count(calls.throttled()) + " throttled, "
                        + Words.time(Duration.ofMillis(calls.waitedMs())) + " waited");
        add(lines, "started", time(receipt.started()));
        add(lines, "finished", receipt.finished() == null ? null : time(receipt.finished()));
        add(lines, "worked", receipt.workedMs() == 0 ? null : Words.time(Duration.ofMillis(receipt.workedMs())));
        addRows(lines, job);
        if (receipt.status().equals("stopped") && rows.rejected() + rows.unknown() > 0) {
            lines.add("they come to rejects/ and unknown/ when the job has ended");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static void addRows(List<String> lines, JobState job) {
        RowCounts rows = job.receipt().rows();
        if (job.exceptions().isEmpty()) {
            return;
        }
        lines.add("first of " + Words.rows(rows.rejected() + rows.unknown()) + " that did not come through:");
        job.exceptions()
                .forEach(row ->
                        lines.add(Printable.of("  row " + row.row() + "  " + row.outcome() + "  " + row.reason())));
    }

    private static void add(List<String> lines, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.add(String.format(Locale.ROOT, "%-10s %s", name, Printable.of(value)));
        }
    }

    static String settled(Settled settled) {
        List<String> lines = new ArrayList<>();
        Receipt receipt = settled.job().receipt();
        if (settled.done() + settled.resent() == 0) {
            return table(List.of(settled.job()));
        }
        lines.add(Words.rows(settled.done()) + " settled as done, " + Words.count(settled.resent()) + " sent again, "
                + Words.count(receipt.rows().unknown()) + " still unknown");
        if (settled.child() != null) {
            lines.add(
                    "sent again by job " + settled.child() + ": at once if a daemon runs here, else at its next start");
        }
        if (settled.behind() > 0) {
            lines.add(
                    Words.rows(settled.behind())
                            + " stood behind an unknown one with the same key and were never sent: they are in rejects/, drop that file");
        }
        lines.add(table(List.of(settled.job())));
        return String.join(System.lineSeparator(), lines);
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }
}
