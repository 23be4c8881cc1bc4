package io.github.bactrian.daemon.routetests;

import java.util.List;
import java.util.Map;

/**
 * A file of tests.
 *
 * @param name relative to the working directory
 * @param properties that these tests have over those of the daemon
 */
public record TestFile(String name, Map<String, String> properties, List<RouteTest> tests) {}
