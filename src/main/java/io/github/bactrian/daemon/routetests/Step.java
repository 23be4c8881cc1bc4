package io.github.bactrian.daemon.routetests;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a test does. */
sealed interface Step {

    /** Where it stands. */
    Entry at();

    /** A file dropped for an import. */
    record Drop(Entry at, String importName, String file, byte[] content) implements Step {}

    /**
     * A route that runs once.
     *
     * @param body null for none
     */
    record Trigger(Entry at, String route, @Nullable String body, Map<String, String> headers) implements Step {}
}
