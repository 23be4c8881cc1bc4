package io.github.bactrian.daemon;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.jspecify.annotations.Nullable;

/** The routes as read from YAML, adjusted before they start. */
record RouteModel(ModelCamelContext context) {
    /** Consumers that work only when another route sends them something. */
    private static final Set<String> CALLED = Set.of("direct", "kamelet", "seda", "disruptor", "stub", "mock");

    private static final Pattern URI = Pattern.compile("([^:]+):(?://)?([^?]+)");

    /** Leaves only the routes that one import needs: its own, and those that are called by others. */
    void limitTo(String importName) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (!importName.equals(importName(route)) && !isCalled(route)) {
                route.setAutoStartup("false");
            }
        }
    }

    /** Has the steps that only pass time take none. */
    void hurry() {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), DelayDefinition.class)
                    .forEach(delay -> delay.setExpression(new ConstantExpression("0")));
        }
    }

    /** Whether a route consumes from this component. */
    boolean isReached(String component) {
        return context.getRouteDefinitions().stream()
                .anyMatch(route -> scheme(route).equals(component));
    }

    /** Whether a route works only when others call it. */
    boolean isCalled(RouteDefinition route) {
        return CALLED.contains(scheme(route));
    }

    /** How others call a route, as a pattern; null if nobody does. */
    @Nullable
    String calledAs(RouteDefinition route) {
        Matcher uri = URI.matcher(uri(route));
        return isCalled(route) && uri.lookingAt() ? uri.group(1) + ":(?://)?" + Pattern.quote(uri.group(2)) : null;
    }

    /** The import that a route consumes from; null if it is another route. */
    @Nullable
    String importName(RouteDefinition route) {
        Matcher uri = URI.matcher(uri(route));
        return uri.lookingAt() && uri.group(1).equals("import") ? uri.group(2) : null;
    }

    private String scheme(RouteDefinition route) {
        return uri(route).replaceFirst(":.*", "");
    }

    private String uri(RouteDefinition route) {
        return context.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
    }
}
