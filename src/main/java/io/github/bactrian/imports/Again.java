package io.github.bactrian.imports;

/** What of a file may be sent again that was sent before. */
public enum Again {
    /** Nothing: bytes that were imported before are skipped, and unknown rows wait for a decision. */
    NOTHING,
    /** All of it, although these bytes were imported before. */
    SAME_BYTES,
    /** Those of its rows that ended unknown in another job; they are settled there as sent again. */
    UNKNOWN_ROWS;

    Arrival arrival() {
        return switch (this) {
            case NOTHING -> Arrival.ASKED;
            case SAME_BYTES -> Arrival.FORCED;
            case UNKNOWN_ROWS -> Arrival.RESEND;
        };
    }
}
