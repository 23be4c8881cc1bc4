package io.github.bactrian.daemon.check;

import java.util.List;
import java.util.Set;

/** A row's outcome is judged when its route ends; what goes on beside it has no part in that. */
final class DetachedRule implements WayRule {
    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm");
    private static final Set<String> LATER = Set.of("aggregate", "resequence");
    private final List<RouteText> routes;
    private final Findings findings;

    DetachedRule(List<RouteText> routes, Findings findings) {
        this.routes = routes;
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
            calls = calls(visit.endpoint(), visit.journey());
        } else {
            calls = (LATER.contains(step.name()) || abandoned) && calls(step.steps(), visit.journey());
        }
        if (calls) {
            String what = queued && !tap ? visit.endpoint().scheme() + ":" : step.name();
            findings.warn(
                    "detached",
                    visit.file(),
                    visit.place(),
                    what + " does not wait for the call behind it, so a row may end as done whose call fails later; "
                            + remedy(tap, queued) + visit.cameFrom());
        }
    }

    private static String remedy(boolean tap, boolean queued) {
        return tap
                ? "write - to: instead of - wireTap:"
                : queued ? "use direct: instead" : "make the call before it, or without a timeout";
    }

    private boolean calls(List<Step> steps, Journey journey) {
        return steps.stream()
                .anyMatch(step -> calls(Endpoint.of(step.element(), journey.placeholders()), journey)
                        || calls(step.steps(), journey));
    }

    /** Whether a call over HTTP is certain to be in it. */
    private boolean calls(Endpoint endpoint, Journey journey) {
        String name = endpoint.scheme() + ":" + endpoint.path();
        if (endpoint.isHttp() || name.equals("kamelet:bactrian-call-action")) {
            return true;
        }
        boolean inside = endpoint.scheme().equals("direct") || QUEUES.contains(endpoint.scheme());
        return inside
                && !journey.called().contains(name)
                && routes.stream()
                        .filter(route -> route.consumes(endpoint.scheme(), endpoint.path()))
                        .anyMatch(route -> calls(route.steps(), journey.into(name)));
    }
}
