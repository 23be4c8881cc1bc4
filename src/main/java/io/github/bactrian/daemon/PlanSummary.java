package io.github.bactrian.daemon;

import io.github.bactrian.daemon.plan.PlanReport;
import io.github.bactrian.daemon.plan.PlanReport.Example;
import io.github.bactrian.daemon.plan.PlanReport.Load;
import io.github.bactrian.imports.EarlierImport;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a file would come to, for the person who asked. */
record PlanSummary(String file, PlanReport report) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm VV", Locale.ENGLISH);

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(file + "  " + counts());
        examples(lines, report.rejected(), report.rows().rejected());
        if (report.tooManyRejects()) {
            lines.add("  so many rejected rows stop the import (maxRejects)");
        }
        if (report.rows().open() > 0) {
            lines.add("  " + Words.rows(report.rows().open())
                    + " whose route failed on an answer; what the API answers is not known in a plan:");
            examples(lines, report.open(), report.rows().open());
        }
        repeated(lines);
        earlier(lines);
        calls(lines);
        if (report.stop() != null) {
            lines.add("  the import would stop at row " + report.stop().row() + " (line "
                    + report.stop().line() + "): " + report.stop().reason());
        }
        if (report.unreadable() != null) {
            lines.add("  the rest of the file cannot be read: " + report.unreadable());
        }
        duration(lines);
        lines.add("nothing was sent, and no token asked for");
        return lines;
    }

    private String counts() {
        PlanReport.Rows rows = report.rows();
        String read = Words.rows(rows.read());
        if (rows.read() == 0) {
            return "no rows";
        }
        return read + ": " + Words.count(rows.sent()) + " can be sent"
                + part(rows.rejected(), "would be rejected")
                + part(rows.skipped(), "skipped by the route")
                + part(rows.open(), "not known");
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : ", " + Words.count(count) + " " + what;
    }

    private static void examples(List<String> lines, List<Example> examples, long all) {
        for (Example example : examples) {
            lines.add("    line " + example.line() + ": " + example.reason());
        }
        if (all > examples.size()) {
            lines.add("    and " + Words.count(all - examples.size()) + " more");
        }
    }

    private void repeated(List<String> lines) {
        long rows = report.repeated().rows();
        if (rows > 0) {
            String where = report.repeated().lines().stream().map(Words::count).collect(Collectors.joining(", "));
            String more = rows > report.repeated().lines().size() ? ", …" : "";
            lines.add("  " + Words.rows(rows) + " with the key of an earlier one: line" + (rows == 1 ? " " : "s ")
                    + where + more);
        }
    }

    private void earlier(List<String> lines) {
        EarlierImport earlier = report.earlier();
        if (earlier == null) {
            return;
        }
        String job = "  the same bytes were given to job " + earlier.job() + " (" + earlier.status() + "): ";
        if (!earlier.status().startsWith("done")) {
            lines.add(job + "it would go on with that");
        } else {
            lines.add(job
                    + (report.earlierCounts()
                            ? "the file would not be imported again, unless with --force"
                            : "they would be imported again (sameContent=run)"));
        }
    }

    private void calls(List<String> lines) {
        report.calls().entrySet().stream()
                .sorted(Comparator.comparing(call -> call.getKey().method()))
                .forEach(call -> lines.add("  " + Words.count(call.getValue()) + " × "
                        + call.getKey().method() + who(call.getKey())));
        report.messages().forEach((uri, count) -> lines.add("  " + Words.count(count) + " × → " + uri));
    }

    private static String who(Load load) {
        return load.credential() == null ? " without a token" : " with a token of " + load.credential();
    }

    private void duration(List<String> lines) {
        if (report.calls().isEmpty() || report.stop() != null) {
            return;
        }
        String rows = Words.rows(report.rows().read());
        report.duration()
                .ifPresentOrElse(
                        time -> lines.add(rows + ", about " + Words.time(time) + " at " + rates()),
                        () -> lines.add(rows + "; no call.rate is set, so it takes as long as the API needs"));
        window(lines);
    }

    private void window(List<String> lines) {
        PlanReport.Window window = report.window();
        if (window == null) {
            return;
        }
        String works = "  it works only in the window " + window.text();
        if (report.duration().isEmpty()) {
            lines.add(works);
        } else if (window.done() == null) {
            lines.add(works + ": dropped now, it would not be done within ten years");
        } else {
            lines.add(works + ": dropped now, it would be done about " + DAY.format(window.done()));
        }
    }

    private String rates() {
        return report.calls().keySet().stream()
                .map(Load::interval)
                .filter(Objects::nonNull)
                .distinct()
                .map(PlanSummary::rate)
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private static String rate(Duration interval) {
        return Words.rate(1e9 / interval.toNanos()).replace(".0/s", "/s");
    }
}
