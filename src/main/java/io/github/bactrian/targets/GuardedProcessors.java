package io.github.bactrian.targets;

import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ConvertHeaderDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.processor.Pipeline;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.jspecify.annotations.Nullable;

/** Has Camel make the steps that compute endpoints with guarded expressions; all else of them is Camel's. */
final class GuardedProcessors implements ProcessorFactory {

    private final ProcessorFactory existing;
    private final Guard guard;

    GuardedProcessors(ProcessorFactory existing, Predicate<Exchange> scope) {
        this.existing = existing;
        this.guard = new Guard(scope);
    }

    @Override
    public @Nullable Processor createChildProcessor(Route route, NamedNode definition, boolean mandatory)
            throws Exception {
        return existing.createChildProcessor(route, definition, mandatory);
    }

    @Override
    public @Nullable Processor createProcessor(Route route, NamedNode definition) throws Exception {
        Processor other = existing.createProcessor(route, definition);
        if (other != null) {
            return other;
        }
        if (definition instanceof ConvertHeaderDefinition header && Steering.isReserved(target(header))) {
            String reason = "convertHeaderTo " + target(header)
                    + " is refused: write setHeader with a template, whose values are bound";
            return preceded(route, guard.refusing(reason), header);
        }
        if (definition instanceof ToDefinition to && RestPath.isComputed(to)) {
            return preceded(route, guard.inScope(RestPath.of(to)), to);
        }
        ProcessorReifier<?> reifier = definition instanceof ProcessorDefinition<?> step ? reifier(route, step) : null;
        return reifier == null ? null : reifier.createProcessor();
    }

    @Override
    public @Nullable Processor createProcessor(
            org.apache.camel.CamelContext context, String definitionName, Object[] args) throws Exception {
        return existing.createProcessor(context, definitionName, args);
    }

    /** Camel's own step after a look at the message. */
    private static Processor preceded(Route route, Processor look, ProcessorDefinition<?> step) throws Exception {
        Processor own = ProcessorReifier.reifier(route, step).createProcessor();
        return Pipeline.newInstance(route.getCamelContext(), List.of(look, own));
    }

    private static String target(ConvertHeaderDefinition header) {
        return header.getToName() == null ? "" : header.getToName();
    }

    private @Nullable ProcessorReifier<?> reifier(Route route, ProcessorDefinition<?> step) {
        if (step instanceof WireTapDefinition<?> tap) {
            return new GuardedSteps.WireTap(route, tap, guard);
        }
        if (step instanceof ToDynamicDefinition to) {
            return new GuardedSteps.ToDynamic(route, to, guard);
        }
        if (step instanceof EnrichDefinition enrich) {
            return new GuardedSteps.Enrich(route, enrich, guard);
        }
        if (step instanceof PollEnrichDefinition poll) {
            return new GuardedSteps.PollEnrich(route, poll, guard);
        }
        if (step instanceof PollDefinition poll) {
            return new GuardedSteps.Poll(route, poll, guard);
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return new GuardedSteps.RecipientList(route, list, guard);
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return new GuardedSteps.RoutingSlip(route, slip, guard);
        }
        if (step instanceof DynamicRouterDefinition<?> router) {
            return new GuardedSteps.DynamicRouter(route, router, guard);
        }
        return texts(route, step);
    }

    private @Nullable ProcessorReifier<?> texts(Route route, ProcessorDefinition<?> step) {
        if (step instanceof SetHeaderDefinition header) {
            return new GuardedSteps.SetHeader(route, header, guard);
        }
        if (step instanceof SetHeadersDefinition headers) {
            return new GuardedSteps.SetHeaders(route, headers, guard);
        }
        if (step instanceof SetPropertyDefinition property) {
            return new GuardedSteps.SetProperty(route, property, guard);
        }
        if (step instanceof SetVariableDefinition variable) {
            return new GuardedSteps.SetVariable(route, variable, guard);
        }
        return step instanceof SetVariablesDefinition variables
                ? new GuardedSteps.SetVariables(route, variables, guard)
                : null;
    }
}
