package io.github.bactrian.pages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps delta links over restarts. Looked up in Camel's registry; {@link SqliteDeltaLinks} is the one of the daemon. All its
 * methods may be called by several threads, and throw {@link java.io.UncheckedIOException} if the store does not work.
 */
interface DeltaLinks {

    /** The link that was kept last; empty if there is none. */
    Optional<DeltaLink> find(DeltaName name);

    /**
     * Keeps another link. It is durable when this returns true.
     *
     * @param before what {@link #find} gave; null for nothing
     * @param link null to keep none
     * @return false, and nothing is changed, if by now another than {@code before} is kept
     */
    boolean replace(DeltaName name, @Nullable DeltaLink before, @Nullable DeltaLink link);
}
