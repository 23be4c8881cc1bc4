package io.github.bactrian.imports;

import java.util.Locale;

/** How a job's file came into the work folder. */
enum Arrival {
    /** Somebody put it into the inbox. */
    DROPPED,
    /** Somebody asked for this file by name. */
    ASKED,
    /** The same, even if these bytes were imported before. */
    FORCED,
    /** The same, and rows in it that are unknown rows of another job are to be sent again. */
    RESEND,
    /** A route sent it; nobody looked. */
    SPOOLED,
    /** It holds the unknown rows of another job, which somebody wants to be sent again. */
    RESENT;

    /** Whether a person chose this file, and so means what they do. */
    boolean isByHand() {
        return this != SPOOLED;
    }

    /** Whether it is run even if the same bytes were imported before. */
    boolean isForced() {
        return this == FORCED || this == RESEND || this == RESENT;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Arrival of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
