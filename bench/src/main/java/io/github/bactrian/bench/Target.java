package io.github.bactrian.bench;

import java.net.URI;

/** What the rows of a file are posted to, in processes of its own. */
interface Target extends AutoCloseable {
    /**
     * Calls since the last {@link #reset}.
     *
     * @param begun that have arrived
     * @param ended that were answered with success
     */
    record Count(long begun, long ended) {}

    /** Where to post a row. */
    URI rows();

    void reset() throws Exception;

    Count count() throws Exception;

    /**
     * To be called when a file is through.
     *
     * @throws IllegalStateException if not exactly its rows came, as far as that can be told here
     */
    void require(Bodies file) throws Exception;

    ProcessHandle process();
}
