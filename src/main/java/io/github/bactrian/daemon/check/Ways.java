package io.github.bactrian.daemon.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Follows messages from where they come into being through steps, {@code direct:} routes and Kamelets, and tells the rules
 * what is certain at each step. What cannot be followed makes everything behind it uncertain.
 */
final class Ways {
    /** Consumers whose messages are new, so that nobody has chosen a profile for them. */
    private static final Set<String> FRESH = Set.of(
            "timer",
            "quartz",
            "cron",
            "scheduler",
            "file",
            "ftp",
            "ftps",
            "sftp",
            "import",
            "jms",
            "activemq",
            "amqp",
            "kafka",
            "sql",
            "imap",
            "imaps",
            "rest",
            "platform-http",
            "jetty",
            "servlet",
            "undertow",
            "netty-http");

    static final Set<String> HTTP_SERVERS =
            Set.of("rest", "platform-http", "jetty", "servlet", "undertow", "netty-http");
    private static final Set<String> TO = Set.of("to", "toD");

    /** Their steps work on a copy of the message, or perhaps not at all. */
    private static final Set<String> ASIDE = Set.of(
            "split", "filter", "loop", "idempotentConsumer", "multicast", "aggregate", "circuitBreaker", "resequence");

    private final List<RouteText> routes;
    private final Kamelets kamelets;
    private final Placeholders placeholders;
    private final List<WayRule> rules;

    Ways(List<RouteText> routes, Kamelets kamelets, Placeholders placeholders, List<WayRule> rules) {
        this.routes = routes;
        this.kamelets = kamelets;
        this.placeholders = placeholders;
        this.rules = rules;
    }

    void follow() {
        for (RouteText route : routes) {
            String scheme = route.endpoint().scheme();
            if (FRESH.contains(scheme)) {
                Journey journey = new Journey(route, Set.of(), Optional.empty(), placeholders);
                through(route.steps(), Situation.atStart(HTTP_SERVERS.contains(scheme)), journey);
            }
        }
    }

    private Situation through(List<Step> steps, Situation before, Journey journey) {
        Situation here = before;
        for (Step step : steps) {
            here = through(step, here, journey);
        }
        return here;
    }

    private Situation through(Step step, Situation before, Journey journey) {
        Endpoint endpoint = Endpoint.of(step.element(), journey.placeholders());
        Step shown = journey.user().orElse(step);
        Visit visit = new Visit(shown.file(), shown.place(), step, endpoint, before, journey);
        rules.forEach(rule -> rule.at(visit));
        if (TO.contains(step.name())) {
            return called(step, endpoint, before, journey);
        }
        if (step.name().equals("kamelet")) {
            return Situation.unknown();
        }
        if (step.name().equals("doTry")) {
            through(step.steps(), before, journey);
            return Situation.unknown();
        }
        if (step.name().equals("choice")) {
            return choice(step, before, journey);
        }
        if (step.name().equals("step") || step.name().equals("pipeline")) {
            return through(step.steps(), before, journey);
        }
        if (ASIDE.contains(step.name())) {
            return before.or(through(step.steps(), before.withMapped(false), journey));
        }
        return Effect.of(step, before, journey.placeholders());
    }

    private Situation called(Step step, Endpoint endpoint, Situation before, Journey journey) {
        String name = endpoint.scheme() + ":" + endpoint.path();
        if (journey.called().contains(name)) {
            return Situation.unknown();
        }
        if (endpoint.scheme().equals("direct")) {
            return routes.stream()
                    .filter(route -> route.consumes("direct", endpoint.path()))
                    .findFirst()
                    .map(route -> through(route.steps(), before, journey.into(name)))
                    .orElse(Situation.unknown());
        }
        if (endpoint.scheme().equals("kamelet")) {
            return kamelets.find(endpoint.path())
                    .map(kamelet -> through(
                            kamelet.steps(),
                            before,
                            journey.intoKamelet(name, step, kamelet.placeholders(placeholders, endpoint.parameters()))))
                    .orElse(Situation.unknown());
        }
        return Effect.of(endpoint, before);
    }

    private Situation choice(Step step, Situation before, Journey journey) {
        Situation after = step.get("otherwise")
                .map(node -> through(steps(step, node), before, journey))
                .orElse(before);
        if (step.get("when").orElse(null) instanceof SequenceNode branches) {
            for (Node branch : branches.getValue()) {
                after = after.or(through(steps(step, branch), before, journey));
            }
        }
        return after;
    }

    private static List<Step> steps(Step of, Node branch) {
        return branch instanceof MappingNode ? new Step(of.file(), of.name(), of.place(), branch).steps() : List.of();
    }
}
