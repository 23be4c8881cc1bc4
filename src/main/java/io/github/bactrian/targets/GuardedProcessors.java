package io.github.bactrian.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier everywhere;

    /** @param everywhere whether the scope is every exchange; if not, a profile or an import sees to the headers of the sender */
    GuardedProcessors(ProcessorFactory existing, Predicate<Exchange> scope, BooleanSupplier everywhere) {
        this.existing = existing;
        this.guard = new Guard(scope);
        this.everywhere = everywhere;
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
            Processor own = ProcessorReifier.reifier(route, header).createProcessor();
            return preceded(route, List.of(guard.refusing(reason)), own);
        }
        return definition instanceof ProcessorDefinition<?> step ? guarded(route, step) : null;
    }

    /** Returns null for a step that Camel may make alone. */
    private @Nullable Processor guarded(Route route, ProcessorDefinition<?> step) throws Exception {
        ProcessorReifier<?> reifier = reifier(route, step);
        List<Processor> looks = looks(route, step);
        Optional<ReceivedHeaders> received = ReceivedHeaders.of(step);
        if (reifier == null && looks.isEmpty() && received.isEmpty()) {
            return null;
        }
        Processor made = (reifier == null ? ProcessorReifier.reifier(route, step) : reifier).createProcessor();
        Processor marked = received.map(headers -> headers.around(route.getCamelContext(), guard, made))
                .orElse(made);
        return looks.isEmpty() ? marked : preceded(route, looks, marked);
    }

    private List<Processor> looks(Route route, ProcessorDefinition<?> step) {
        List<Processor> looks = new ArrayList<>();
        if (step instanceof ToDefinition to && RestPath.isComputed(to)) {
            looks.add(guard.inScope(RestPath.of(to)));
        }
        if (everywhere.getAsBoolean()) {
            SenderHeaders.of(route.getCamelContext(), step).ifPresent(headers -> looks.add(headers.remove()::accept));
        }
        return looks;
    }

    @Override
    public @Nullable Processor createProcessor(
            org.apache.camel.CamelContext context, String definitionName, Object[] args) throws Exception {
        return existing.createProcessor(context, definitionName, args);
    }

    private static Processor preceded(Route route, List<Processor> looks, Processor step) {
        List<Processor> all = new ArrayList<>(looks);
        all.add(step);
        return Pipeline.newInstance(route.getCamelContext(), all);
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
