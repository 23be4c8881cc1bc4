package io.github.bactrian.targets;

import io.github.bactrian.oauth.InboundHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.support.EndpointHelper;
import org.jspecify.annotations.Nullable;

/**
 * What a step sends with, if that obeys headers of the message: whoever sent the message does not choose them.
 *
 * @param remove removes what came with the message and would steer the step
 */
record SenderHeaders(Set<String> schemes, Consumer<Exchange> remove) {

    private static final List<SenderHeaders> ALL = List.of(
            new SenderHeaders(
                    Set.of("http", "https", "vertx-http", "netty-http", "undertow", "rest", "rest-openapi", "ref"),
                    InboundHeaders::remove),
            new SenderHeaders(Set.of("smtp", "smtps"), InboundHeaders::removeAddresses));

    /** Returns nothing for steps that send otherwise, and for those that pass a request on by {@code bridgeEndpoint=true}. */
    static Optional<SenderHeaders> of(CamelContext context, ProcessorDefinition<?> step) {
        String written = uri(step);
        if (written == null) {
            return Optional.empty();
        }
        return of(EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, written));
    }

    /** @param uris of one endpoint, or of several that are separated by commas */
    static Optional<SenderHeaders> of(String uris) {
        return uris.contains("bridgeEndpoint=true")
                ? Optional.empty()
                : ALL.stream().filter(headers -> headers.isOneOf(uris)).findFirst();
    }

    private static @Nullable String uri(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition to) {
            return to.getUri();
        }
        if (step instanceof SendDefinition<?> send) {
            return send.getEndpointUri();
        }
        return step instanceof ExpressionNode computed && computed.getExpression() != null
                ? computed.getExpression().getExpression()
                : null;
    }

    private boolean isOneOf(String uris) {
        return Arrays.stream(uris.split(",", -1))
                .map(uri -> uri.strip().replaceFirst("^language:(?:simple|constant):", ""))
                .anyMatch(uri -> schemes.contains(uri.replaceFirst("(?s):.*", "")));
    }
}
