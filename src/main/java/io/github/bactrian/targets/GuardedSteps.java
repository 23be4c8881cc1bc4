package io.github.bactrian.targets;

import java.util.concurrent.Callable;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.EndpointProducerBuilder;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.reifier.DynamicRouterReifier;
import org.apache.camel.reifier.EnrichReifier;
import org.apache.camel.reifier.PollEnrichReifier;
import org.apache.camel.reifier.PollReifier;
import org.apache.camel.reifier.RecipientListReifier;
import org.apache.camel.reifier.RoutingSlipReifier;
import org.apache.camel.reifier.SetHeaderReifier;
import org.apache.camel.reifier.SetHeadersReifier;
import org.apache.camel.reifier.SetPropertyReifier;
import org.apache.camel.reifier.SetVariableReifier;
import org.apache.camel.reifier.SetVariablesReifier;
import org.apache.camel.reifier.ToDynamicReifier;
import org.apache.camel.reifier.WireTapReifier;
import org.jspecify.annotations.Nullable;

/** Camel's own makers of steps, each with the one method that makes the expression. */
final class GuardedSteps {

    private GuardedSteps() {}

    static final class ToDynamic extends ToDynamicReifier<ToDynamicDefinition> {
        private final Guard guard;
        private @Nullable EndpointProducerBuilder inJava;

        ToDynamic(Route route, ToDynamicDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        /** Camel would take the expression from a builder in Java without asking for one. */
        @Override
        public Processor createProcessor() throws Exception {
            inJava = definition.getEndpointProducerBuilder();
            return inJava == null ? super.createProcessor() : ofText(definition, inJava, super::createProcessor);
        }

        @Override
        protected Expression createExpression(String uri) {
            EndpointProducerBuilder builder = inJava;
            return builder == null
                    ? guard.target(camelContext, uri, super::createExpression)
                    : guard.target(camelContext, uri, text -> builder.expr(camelContext));
        }
    }

    static final class Poll extends PollReifier {
        private final Guard guard;

        Poll(Route route, PollDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(String uri) {
            return guard.target(camelContext, uri, super::createExpression);
        }
    }

    /** Makes the step of the text that a builder in Java stands for, and leaves the definition as it was. */
    private static Processor ofText(
            ToDynamicDefinition definition, EndpointProducerBuilder builder, Callable<Processor> make)
            throws Exception {
        String uri = definition.getUri();
        definition.setEndpointProducerBuilder(null);
        definition.setUri(builder.getRawUri());
        try {
            return make.call();
        } finally {
            definition.setUri(uri);
            definition.setEndpointProducerBuilder(builder);
        }
    }

    /** The copy is sent by another thread: a refusal has to come before, or no row would know of it. */
    static final class WireTap extends WireTapReifier {
        private final Guard guard;
        private @Nullable Expression guarded;

        WireTap(Route route, WireTapDefinition<?> definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(String uri) {
            Expression expression = parseBoolean(definition.getDynamicUri(), true)
                    ? guard.target(camelContext, uri, super::createExpression)
                    : super.createExpression(uri);
            guarded = expression;
            return expression;
        }

        @Override
        public Processor createProcessor() throws Exception {
            EndpointProducerBuilder inJava = definition.getEndpointProducerBuilder();
            Processor made =
                    inJava == null ? super.createProcessor() : ofText(definition, inJava, super::createProcessor);
            if (guarded instanceof GuardedTarget target && made instanceof WireTapProcessor tap) {
                Processor existing = tap.getOnPrepare();
                tap.setOnPrepare(exchange -> prepare(exchange, existing, target));
            }
            return made;
        }

        private static void prepare(Exchange exchange, @Nullable Processor existing, GuardedTarget target)
                throws Exception {
            if (existing != null) {
                existing.process(exchange);
            }
            target.require(exchange);
        }
    }

    static final class Enrich extends EnrichReifier {
        private final Guard guard;

        Enrich(Route route, EnrichDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.target(camelContext, expression, super::createExpression);
        }
    }

    static final class PollEnrich extends PollEnrichReifier {
        private final Guard guard;

        PollEnrich(Route route, PollEnrichDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.target(camelContext, expression, super::createExpression);
        }
    }

    static final class RecipientList extends RecipientListReifier {
        private final Guard guard;

        RecipientList(Route route, RecipientListDefinition<?> definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.targets(
                    camelContext,
                    expression,
                    delimiter(parseString(definition.getDelimiter())),
                    super::createExpression);
        }
    }

    static final class RoutingSlip extends RoutingSlipReifier {
        private final Guard guard;

        RoutingSlip(Route route, RoutingSlipDefinition<?> definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.targets(
                    camelContext,
                    expression,
                    delimiter(parseString(definition.getUriDelimiter())),
                    super::createExpression);
        }
    }

    static final class DynamicRouter extends DynamicRouterReifier {
        private final Guard guard;

        DynamicRouter(Route route, DynamicRouterDefinition<?> definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.targets(
                    camelContext, expression, delimiter(definition.getUriDelimiter()), super::createExpression);
        }
    }

    /** Camel's default is a comma; {@code false} stands for none. */
    static @Nullable String delimiter(@Nullable String written) {
        if (written == null) {
            return ",";
        }
        return written.equalsIgnoreCase("false") ? null : written;
    }

    static final class SetHeader extends SetHeaderReifier {
        private final Guard guard;

        SetHeader(Route route, SetHeaderDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.text(camelContext, parseString(definition.getName()), expression, super::createExpression);
        }
    }

    static final class SetProperty extends SetPropertyReifier {
        private final Guard guard;

        SetProperty(Route route, SetPropertyDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.text(camelContext, parseString(definition.getName()), expression, super::createExpression);
        }
    }

    static final class SetVariable extends SetVariableReifier {
        private final Guard guard;

        SetVariable(Route route, SetVariableDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            return guard.text(camelContext, parseString(definition.getName()), expression, super::createExpression);
        }
    }

    static final class SetHeaders extends SetHeadersReifier {
        private final Guard guard;

        SetHeaders(Route route, SetHeadersDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            String name = definition.getHeaders().stream()
                    .filter(one -> one.getExpression() == expression)
                    .map(SetHeaderDefinition::getName)
                    .findFirst()
                    .orElse("");
            return guard.text(camelContext, parseString(name), expression, super::createExpression);
        }
    }

    static final class SetVariables extends SetVariablesReifier {
        private final Guard guard;

        SetVariables(Route route, SetVariablesDefinition definition, Guard guard) {
            super(route, definition);
            this.guard = guard;
        }

        @Override
        protected Expression createExpression(ExpressionDefinition expression) {
            String name = definition.getVariables().stream()
                    .filter(one -> one.getExpression() == expression)
                    .map(SetVariableDefinition::getName)
                    .findFirst()
                    .orElse("");
            return guard.text(camelContext, parseString(name), expression, super::createExpression);
        }
    }
}
