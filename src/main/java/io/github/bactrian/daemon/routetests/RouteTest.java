package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.sandbox.Fault;
import java.util.List;

/**
 * One test: what is there, what is done, and what is expected to come of it.
 *
 * @param line where it begins
 * @param users that the directory has before
 * @param api how the API behaves; every path of it can be given an answer
 */
public record RouteTest(
        String file,
        int line,
        String name,
        List<ObjectNode> users,
        List<Fault> api,
        List<Mock> mocks,
        List<Step> steps,
        Expected expected) {

    /** Whether it drops a file for this import. */
    public boolean drops(String importName) {
        return steps.stream()
                .anyMatch(step ->
                        step instanceof Step.Drop drop && drop.importName().equals(importName));
    }

    /** Whether it runs this route once. */
    public boolean triggers(String route) {
        return steps.stream()
                .anyMatch(step ->
                        step instanceof Step.Trigger trigger && trigger.route().equals(route));
    }
}
