package io.github.bactrian.daemon.check;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A step that a message comes to.
 *
 * @param file and {@code place} of the step, or of the one that uses the Kamelet in which it stands
 * @param endpoint of a step that names one; with an empty scheme otherwise
 */
record Visit(String file, Node place, Step step, Endpoint endpoint, Situation situation, Journey journey) {

    /** To put behind a message about a step that several routes may share. */
    String cameFrom() {
        return journey.start().file().equals(file)
                ? ""
                : " (on the way from " + journey.start().endpoint().uri() + ")";
    }
}
