package io.github.bactrian.daemon.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** A row's outcome is judged when its route ends; what goes on beside it has no part in that. */
final class DetachedRule implements WayRule {
    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm");
    private static final Set<String> LATER = Set.of("aggregate", "resequence");
    private final List<RouteText> routes;
    private final Placeholders placeholders;
    private final Findings findings;

    DetachedRule(List<RouteText> routes, Placeholders placeholders, Findings findings) {
        this.routes = routes;
        this.placeholders = placeholders;
        this.findings = findings;
    }

    @Override
    public void at(Visit visit) {
        if (!visit.journey().isImport()) {
            return;
        }
        Step step = visit.step();
        boolean tap = step.name().equals("wireTap");
        boolean queued = QUEUES.contains(visit.endpoint().scheme())
                && !"Always".equals(visit.endpoint().parameters().get("waitForTaskToComplete"));
        boolean abandoned = step.get("timeout").isPresent()
                && step.text("parallelProcessing").equals("true");
        boolean calls;
        if (tap || queued) {
            calls = calls(visit.endpoint(), called(visit), visit.journey().placeholders());
        } else {
            calls = (LATER.contains(step.name()) || abandoned)
                    && calls(step.steps(), called(visit), visit.journey().placeholders());
        }
        if (calls) {
            String what = queued && !tap ? visit.endpoint().scheme() + ":" : step.name();
            warn(
                    visit.file(),
                    visit.place(),
                    what + " does not wait for the call behind it",
                    remedy(tap, queued) + visit.cameFrom());
        }
    }

    /** @param step an {@code onCompletion} of an import */
    void completion(Step step) {
        if (calls(step.steps(), Set.of(), placeholders)) {
            warn(step.file(), step.place(), "onCompletion begins when the row has ended", "make the call in the route");
        }
    }

    private void warn(String file, Node place, String what, String remedy) {
        findings.warn("detached", file, place, what + ", so a row may end as done whose call fails later; " + remedy);
    }

    private static String remedy(boolean tap, boolean queued) {
        return tap
                ? "write - to: instead of - wireTap:"
                : queued ? "use direct: instead" : "make the call before it, or without a timeout";
    }

    private static Set<String> called(Visit visit) {
        return visit.journey().called();
    }

    private boolean calls(List<Step> steps, Set<String> called, Placeholders values) {
        return steps.stream()
                .anyMatch(step -> calls(Endpoint.of(step.element(), values), called, values)
                        || calls(step.steps(), called, values));
    }

    /** Whether a call over HTTP is certain to be in it. */
    private boolean calls(Endpoint endpoint, Set<String> called, Placeholders values) {
        String name = endpoint.scheme() + ":" + endpoint.path();
        if (endpoint.isHttp() || name.equals("kamelet:bactrian-call-action")) {
            return true;
        }
        boolean inside = endpoint.scheme().equals("direct") || QUEUES.contains(endpoint.scheme());
        return inside
                && !called.contains(name)
                && routes.stream()
                        .filter(route -> route.consumes(endpoint.scheme(), endpoint.path()))
                        .anyMatch(route -> calls(route.steps(), with(called, name), values));
    }

    private static Set<String> with(Set<String> called, String name) {
        Set<String> all = new HashSet<>(called);
        all.add(name);
        return all;
    }
}
