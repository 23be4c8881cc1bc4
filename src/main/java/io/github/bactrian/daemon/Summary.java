package io.github.bactrian.daemon;

import io.github.bactrian.Printable;
import io.github.bactrian.imports.Receipt;
import io.github.bactrian.imports.RowCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an import came to, for the person who ran it: the counts, where the rest lies, what to do next. */
record Summary(Receipt receipt, Path inbox) {

    /** 0 all done, 3 some rejected, 4 some unknown, 1 not to its end. */
    int exitCode() {
        return switch (receipt.status()) {
            case "done", "skipped" -> 0;
            case "done-with-rejects" -> 3;
            case "done-with-unknown" -> 4;
            default -> 1;
        };
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        String file = receipt.job() + "-" + receipt.file();
        lines.addAll(receipt.status().equals("stopped") ? later() : outcomeFiles(file));
        receiptFile(file).ifPresent(path -> lines.add("  receipt   " + path));
        return lines.stream().map(Printable::of).toList();
    }

    private List<String> outcomeFiles(String file) {
        List<String> lines = new ArrayList<>();
        if (receipt.rows().rejected() > 0) {
            lines.add("  rejected  " + outcomeFile("rejects", file));
            lines.add("            each row says why in _error; mend it and import that file");
        }
        if (receipt.rows().unknown() > 0) {
            lines.add("  unknown   " + outcomeFile("unknown", file));
            lines.add(
                    "            sent but not answered; find out whether they took effect, then: bactrian jobs settle "
                            + receipt.job() + " --done | --resend");
        }
        return lines;
    }

    /** Rows of a stopped job are given back when it has ended, so that none is in two files. */
    private List<String> later() {
        List<String> lines = new ArrayList<>();
        if (receipt.rows().rejected() > 0) {
            lines.add("  rejected  come to " + inbox.resolve("rejects")
                    + " when the job has ended; why: bactrian jobs show " + receipt.job());
        }
        if (receipt.rows().unknown() > 0) {
            lines.add("  unknown   come to " + inbox.resolve("unknown") + " when the job has ended");
        }
        return lines;
    }

    private String headline() {
        String rows = Words.rows(receipt.rows().read()) + " in " + Words.time(Duration.ofMillis(receipt.workedMs()))
                + counts(receipt.rows());
        String reason = receipt.reason() == null ? "" : " " + receipt.reason();
        return switch (receipt.status()) {
            case "done", "done-with-rejects", "done-with-unknown" ->
                receipt.file() + "  " + rows + (reason.isEmpty() ? "" : ":" + reason);
            case "skipped" ->
                receipt.file() + " is not imported again:" + reason + " (--force imports it nevertheless)";
            case "stopped" ->
                receipt.file() + " stopped after " + rows + ":" + reason
                        + "; once that is mended, the same command goes on";
            default ->
                receipt.file() + " " + receipt.status() + " after " + rows + (reason.isEmpty() ? "" : ":" + reason);
        };
    }

    /** Rows of packed files and of workbooks are given back under another ending. */
    private Path outcomeFile(String folder, String file) {
        Path directory = inbox.resolve(folder);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(found -> found.getFileName().toString().startsWith(receipt.job() + "-"))
                    .findFirst()
                    .orElse(directory.resolve(file));
        } catch (IOException e) {
            // not readable from here: say where it must be
            return directory.resolve(file);
        }
    }

    private Optional<Path> receiptFile(String file) {
        return Stream.of("done", "failed", ".work")
                .map(folder -> inbox.resolve(folder).resolve(file + ".receipt.json"))
                .filter(Files::exists)
                .findFirst();
    }

    /** {@code , 1,993 done, 7 rejected}; what is zero is left out. */
    private static String counts(RowCounts rows) {
        return part(rows.done(), "done")
                + part(rows.rejected(), "rejected")
                + part(rows.skipped(), "skipped")
                + part(rows.unknown(), "unknown");
    }

    private static String part(long count, String outcome) {
        return count == 0 ? "" : ", " + Words.count(count) + " " + outcome;
    }
}
