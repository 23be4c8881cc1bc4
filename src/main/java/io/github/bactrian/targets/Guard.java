package io.github.bactrian.targets;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.LanguageSupport;
import org.jspecify.annotations.Nullable;

/**
 * Puts a guarded expression in the place of one that a route has.
 *
 * @param scope the exchanges for which it is guarded
 */
record Guard(Predicate<Exchange> scope) {

    /** The second is what Camel makes of the first for {@code pollEnrich}, whose endpoint reads {@code ${file:...}} itself. */
    private static final Set<String> SIMPLE = Set.of("simple", "simple-no-file");

    /** What Camel would use. */
    interface Camels extends Function<ExpressionDefinition, Expression> {}

    /** Returns what is done only for the messages that the rule is for. */
    Processor inScope(Processor check) {
        return exchange -> {
            if (scope.test(exchange)) {
                check.process(exchange);
            }
        };
    }

    Processor refusing(String reason) {
        return inScope(exchange -> {
            throw new RefusedValueException(reason);
        });
    }

    /** The URI of {@code toD} and {@code wireTap}. */
    Expression target(CamelContext context, String uri, Function<String, Expression> camels) {
        String text = EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, uri);
        if (text.startsWith("language:") && !text.startsWith("language:simple:")) {
            Expression original = camels.apply(uri);
            return text.startsWith("language:constant:")
                    ? original
                    : new GuardedTarget(context, original, new WholeTemplate(original), scope);
        }
        String simple = text.startsWith("language:simple:") ? text.substring("language:simple:".length()) : text;
        return target(context, simple, () -> camels.apply(uri));
    }

    private Expression target(CamelContext context, String text, Supplier<Expression> camels) {
        Template template = Refused.templateOrRefusal(context, text);
        if (template == null) {
            return camels.get();
        }
        return hasOwnFunction(text)
                ? new GuardedTarget(context, new NoOriginal(text), template, exchange -> true)
                : new GuardedTarget(context, camels.get(), template, scope);
    }

    /** The URI of {@code enrich} and {@code pollEnrich}. */
    Expression target(CamelContext context, ExpressionDefinition definition, Camels camels) {
        if (isConstant(definition)) {
            return camels.apply(definition);
        }
        String text = simple(context, definition);
        if (text != null) {
            return target(context, text, () -> camels.apply(definition));
        }
        Expression original = camels.apply(definition);
        return new GuardedTarget(context, original, new WholeTemplate(original), scope);
    }

    /** @param delimiter what separates recipients; null if nothing does */
    Expression targets(
            CamelContext context, ExpressionDefinition definition, @Nullable String delimiter, Camels camels) {
        if (isConstant(definition)) {
            return camels.apply(definition);
        }
        String text = simple(context, definition);
        List<Token> tokens = text == null ? List.of() : Token.split(text.strip());
        if (text == null || isOneValue(tokens)) {
            return GuardedTargets.whole(context, camels.apply(definition), delimiter, scope);
        }
        if (tokens.stream().noneMatch(Token.Data.class::isInstance)) {
            return camels.apply(definition);
        }
        return hasOwnFunction(text)
                ? GuardedTargets.of(context, new NoOriginal(text), text, delimiter, exchange -> true)
                : GuardedTargets.of(context, camels.apply(definition), text, delimiter, scope);
    }

    /** The value of a header, property or variable. */
    Expression text(CamelContext context, String name, ExpressionDefinition definition, Camels camels) {
        if (LanguageSupport.hasSimpleFunction(name)) {
            return new GuardedName(Value.simple(context, name), camels.apply(definition), scope);
        }
        Steering steering = Steering.of(name);
        if (isConstant(definition)) {
            return camels.apply(definition);
        }
        String text = simple(context, definition);
        if (text == null) {
            Expression original = camels.apply(definition);
            return steering == null ? original : GuardedText.value(original, steering, scope);
        }
        List<Token> tokens = Token.split(text.strip());
        if (tokens.stream().noneMatch(Token.Data.class::isInstance)) {
            return camels.apply(definition);
        }
        return text(context, text, tokens, steering, () -> camels.apply(definition));
    }

    private Expression text(
            CamelContext context,
            String text,
            List<Token> tokens,
            @Nullable Steering steering,
            Supplier<Expression> camels) {
        boolean url =
                Template.needsHead(tokens) || Template.URL.matcher(text.strip()).lookingAt();
        if (steering == null && !url) {
            return camels.get();
        }
        if (hasOwnFunction(text)) {
            return GuardedText.template(context, new NoOriginal(text), text, steering, exchange -> true);
        }
        Expression original = camels.get();
        return steering != null && steering != Steering.METHOD && isOneValue(tokens)
                ? GuardedText.value(original, steering, scope)
                : GuardedText.template(context, original, text, steering, scope);
    }

    /** The URL that another part of the project fetches. */
    Expression url(CamelContext context, String text) {
        List<Token> tokens = Token.split(text.strip());
        if (hasOwnFunction(text)) {
            return GuardedText.template(context, new NoOriginal(text), text, Steering.URL, exchange -> true);
        }
        Expression original = Value.simple(context, text);
        if (tokens.stream().noneMatch(Token.Data.class::isInstance)) {
            return original;
        }
        return isOneValue(tokens)
                ? GuardedText.value(original, Steering.URL, scope)
                : GuardedText.template(context, original, text, Steering.URL, scope);
    }

    private static boolean isOneValue(List<Token> tokens) {
        return tokens.size() == 1
                && tokens.get(0) instanceof Token.Data data
                && data.function() == TemplateFunction.VALUE;
    }

    private static boolean hasOwnFunction(String text) {
        return Token.split(text).stream()
                .anyMatch(token -> token instanceof Token.Data data && data.function() != TemplateFunction.VALUE);
    }

    private static boolean isConstant(ExpressionDefinition definition) {
        return "constant".equals(definition.getLanguage()) && !isJava(definition);
    }

    /** The text of an expression in simple, with placeholders resolved; null if it is something else. */
    private static @Nullable String simple(CamelContext context, ExpressionDefinition definition) {
        String text = definition.getExpression();
        if (isJava(definition) || !SIMPLE.contains(definition.getLanguage()) || text == null) {
            return null;
        }
        return text.startsWith("resource:") ? null : context.resolvePropertyPlaceholders(text);
    }

    private static boolean isJava(ExpressionDefinition definition) {
        return definition.getExpressionValue() != null || definition.getExpressionType() != null;
    }
}
