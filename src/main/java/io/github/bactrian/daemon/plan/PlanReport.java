package io.github.bactrian.daemon.plan;

import io.github.bactrian.imports.EarlierImport;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file would come to.
 *
 * @param rejected rows that no call would be made for, or that would end rejected whatever is answered
 * @param open rows whose route failed after it went on with an answer that nobody gave: nobody knows
 * @param tooManyRejects whether so many would stop the import
 * @param repeated rows whose key an earlier row has too
 * @param unreadable why the rest of the file cannot be read; null if it was read to its end
 * @param stop what would stop the import; null if nothing would
 * @param earlier the job that was given the same bytes; null if there is none
 * @param earlierCounts whether the file is not imported again because of it
 * @param window when the import may work; null: always
 */
public record PlanReport(
        Rows rows,
        List<Example> rejected,
        List<Example> open,
        boolean tooManyRejects,
        Repeated repeated,
        Map<Load, Long> calls,
        Map<String, Long> messages,
        @Nullable String unreadable,
        @Nullable Example stop,
        @Nullable EarlierImport earlier,
        boolean earlierCounts,
        @Nullable Window window) {

    /** How many rows would end how; {@code read} is their sum. */
    public record Rows(long read, long sent, long rejected, long skipped, long open) {}

    /** A row with what is to be said of it. */
    public record Example(long row, long line, String reason) {}

    /** How many rows have the key of an earlier one, and the lines of the first. */
    public record Repeated(long rows, List<Long> lines) {}

    /**
     * Calls of one kind.
     *
     * @param credential whose token they carry; null: none
     * @param interval the least time from one to the next; null: no rate is set
     */
    public record Load(
            String method,
            @Nullable String credential,
            @Nullable Duration interval) {}

    /**
     * When an import may work.
     *
     * @param text as the route says it
     * @param done when all calls would be done if it began now; null if no rate is set, or not within ten years
     */
    public record Window(String text, @Nullable ZonedDateTime done) {}

    /** How long the calls take at least at the rates that are set; empty if none is. Credentials do not wait for another. */
    public Optional<Duration> duration() {
        return duration(calls);
    }

    static Optional<Duration> duration(Map<Load, Long> calls) {
        Map<String, Duration> each = new HashMap<>();
        calls.forEach((load, count) -> {
            if (load.interval() != null) {
                each.merge(String.valueOf(load.credential()), load.interval().multipliedBy(count), Duration::plus);
            }
        });
        return each.values().stream().max(Duration::compareTo);
    }

    /** Whether every row can be sent. */
    public boolean isFine() {
        return rows.rejected() == 0;
    }
}
