package io.github.bactrian.imports;

import java.util.Arrays;
import java.util.Locale;

/** How a row ended. */
enum Outcome {
    /** Its calls took effect. */
    DONE(0),
    /** It did not come through; it can be fixed and dropped again. */
    REJECTED(1),
    /** The route chose to do nothing. */
    SKIPPED(2),
    /** A call was sent and nobody knows whether it took effect. */
    UNKNOWN(3);

    private final int mark;

    Outcome(int mark) {
        this.mark = mark;
    }

    /** 0 to 3; what {@link CallMarks} writes. */
    int mark() {
        return mark;
    }

    static Outcome ofMark(int mark) {
        return Arrays.stream(values()).filter(o -> o.mark == mark).findFirst().orElseThrow();
    }

    /** As users write and read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of this word, however it is written. */
    static Outcome of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }
}
