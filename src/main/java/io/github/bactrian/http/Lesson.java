package io.github.bactrian.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gate has learned, in words, with the setting that overrules it; logged when it changes much. Not thread-safe. */
final class Lesson {
    private static final Logger LOG = LoggerFactory.getLogger(Lesson.class);

    private final String gate;
    private final String overruling;
    private @Nullable Pace told;

    /** @param rateKey the setting that overrules what is learned; null if there is none */
    Lesson(String gate, @Nullable String rateKey) {
        this.gate = gate;
        this.overruling = rateKey == null ? "" : "; " + rateKey + " overrules that";
    }

    void note(Optional<Pace> learned) {
        if (learned.isPresent() && (told == null || learned.get().differsFrom(told))) {
            told = learned.get();
            LOG.info("{}: {}", gate, text());
        }
    }

    /** Null if nothing has been learned. */
    @Nullable
    String text() {
        return told == null ? null : "calls keep to " + told + ", as the API's refusals have taught" + overruling;
    }
}
