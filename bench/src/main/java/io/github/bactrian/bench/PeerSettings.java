package io.github.bactrian.bench;

import java.net.URI;
import java.util.List;

/**
 * What a peer is told by system properties, so that all of them do the same.
 *
 * @param rows where to post a row
 * @param parallel rows in flight, and connections
 * @param virtual whether rows are to run in virtual threads
 */
record PeerSettings(URI rows, int parallel, boolean virtual, Grant grant) {

    static PeerSettings read() {
        return new PeerSettings(
                URI.create(System.getProperty("bench.rows")),
                Integer.getInteger("bench.parallel"),
                Boolean.getBoolean("bench.virtual"),
                Grant.read());
    }

    /** For the JVM of a peer. */
    static List<String> options(URI rows, int parallel, boolean virtual) {
        return List.of("-Dbench.rows=" + rows, "-Dbench.parallel=" + parallel, "-Dbench.virtual=" + virtual);
    }
}
