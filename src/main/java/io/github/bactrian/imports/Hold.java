package io.github.bactrian.imports;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody asks of a job that has not ended. */
enum Hold {
    /** To wait, with all jobs behind it, until somebody lets it go on. */
    PAUSE,
    /** To be put aside, with its position kept. */
    STOP;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Hold of(@Nullable String word) {
        return word == null ? null : valueOf(word.toUpperCase(Locale.ROOT));
    }
}
