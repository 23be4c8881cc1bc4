package io.github.bactrian.daemon;

import java.util.Set;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ConstantExpression;

/** The routes as read from YAML, adjusted before they start. */
record RouteModel(ModelCamelContext context) {
    /** Consumers that work only when another route sends them something. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "disruptor", "stub", "mock");

    /** Leaves only the routes that one import needs: its own, and those that are called by others. */
    void limitTo(String importName) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            boolean wanted = uri(route).matches("import:(//)?" + importName + "([?].*)?");
            if (!wanted && !CALLED.contains(scheme(route))) {
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

    private String scheme(RouteDefinition route) {
        return uri(route).replaceFirst(":.*", "");
    }

    private String uri(RouteDefinition route) {
        return context.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
    }
}
