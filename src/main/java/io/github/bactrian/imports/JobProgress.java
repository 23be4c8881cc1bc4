package io.github.bactrian.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A running or just ended job at one moment.
 *
 * @param file the name it was dropped under
 * @param state one word: running, paused, stopping, or a receipt's status once it has ended
 * @param bytes the file's size
 * @param bytesRead how far the reader has come in this file
 * @param resumedAt {@code bytesRead} when this process took the job up; 0 for a new one
 * @param holdReason why it is paused, or why it did not simply end; null otherwise
 * @param resumeAt when it goes on by itself, null if not paused or unknown
 */
public record JobProgress(
        String importName,
        String job,
        String file,
        String state,
        long bytes,
        long bytesRead,
        long resumedAt,
        RowCounts rows,
        Instant started,
        @Nullable String holdReason,
        @Nullable Instant resumeAt) {

    static JobProgress of(Receipt receipt) {
        return new JobProgress(
                receipt.importName(),
                receipt.job(),
                receipt.file(),
                receipt.status(),
                receipt.bytes(),
                receipt.bytes(),
                0,
                receipt.rows(),
                receipt.started(),
                receipt.reason(),
                null);
    }
}
