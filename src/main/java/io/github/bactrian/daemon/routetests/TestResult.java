package io.github.bactrian.daemon.routetests;

import java.time.Duration;
import java.util.List;

/**
 * How a test ended.
 *
 * @param differences from what it expects; none if it passed
 * @param log what routes and Bactrian have warned of meanwhile
 */
public record TestResult(RouteTest test, List<Difference> differences, List<String> log, Duration took) {

    public boolean passed() {
        return differences.isEmpty();
    }
}
