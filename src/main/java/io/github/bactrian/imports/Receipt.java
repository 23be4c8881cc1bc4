package io.github.bactrian.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to; written beside the file on every ending. Holds no row content.
 *
 * @param importName the import's name
 * @param job the job's id
 * @param file the name the file was dropped under
 * @param sha256 of the whole file, lower-case hex; empty while it is not known
 * @param parent the job whose rejects or unknown rows this file holds, null if none
 * @param status done, done-with-rejects, done-with-unknown, stopped, incomplete, skipped or failed; of a job that has not
 *     ended: claimed, running or ending
 * @param started when the file was taken
 * @param finished when the job ended, null if it has not
 * @param workedMs time that processes worked on it, without the time in which none did
 * @param reason why the job did not simply end; null for done
 * @param routeHash of the routes that the job's last rows ran through
 */
@JsonPropertyOrder({
    "import",
    "job",
    "file",
    "sha256",
    "bytes",
    "parent",
    "status",
    "rows",
    "started",
    "finished",
    "workedMs",
    "calls",
    "reason",
    "routeHash"
})
public record Receipt(
        @JsonProperty("import") String importName,
        String job,
        String file,
        String sha256,
        long bytes,
        @Nullable String parent,
        String status,
        RowCounts rows,
        Instant started,
        @Nullable Instant finished,
        long workedMs,
        Calls calls,
        @Nullable String reason,
        String routeHash) {

    /**
     * The HTTP calls made for the rows, replays and repeats included.
     *
     * @param throttled answers 429, or 503 with Retry-After
     * @param waitedMs time spent waiting at closed gates, summed over rows
     */
    public record Calls(long sent, long throttled, long tokenRenewals, long waitedMs) {}

    /** The same while the job waits. */
    Receipt paused(@Nullable String why) {
        return new Receipt(
                importName,
                job,
                file,
                sha256,
                bytes,
                parent,
                "paused",
                rows,
                started,
                null,
                workedMs,
                calls,
                why,
                routeHash);
    }

    /** The same for a job that has come to its end. */
    Receipt ended(Job as, JobEnd end, Instant at) {
        return new Receipt(
                importName,
                job,
                file,
                as.sha256(),
                as.bytes(),
                as.parent(),
                end.status().word(),
                end.rows(),
                started,
                at.truncatedTo(ChronoUnit.MILLIS),
                workedMs,
                end.calls(),
                end.reason(),
                as.routeHash());
    }
}
