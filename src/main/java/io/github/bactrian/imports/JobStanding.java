package io.github.bactrian.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can become of a job next, and by whom. */
public enum JobStanding {
    /** It goes on when its turn comes, or when a daemon runs. */
    WAITING,
    /** A process works on it. Whether that pauses by itself is for {@link JobProgress} to say. */
    WORKING,
    /** Somebody asked it to pause or stop, and its rows in flight end. */
    STOPPING,
    /** Somebody paused it; it goes on when somebody says so. */
    HELD,
    /** It was put aside with its position kept, by a fault or by somebody. */
    STOPPED,
    /** It has ended with unknown rows, which await a decision. */
    UNSETTLED,
    /** It has ended with unknown rows, and the API is to be asked about them. */
    PROBING,
    /** Nothing is left to do. */
    ENDED;

    /** Whether it has not come to its end; a stopped job has not. */
    public boolean isOpen() {
        return this != UNSETTLED && this != PROBING && this != ENDED;
    }

    /** As users and machines read it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
