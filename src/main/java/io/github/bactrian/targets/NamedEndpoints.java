package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.NormalizedEndpointUri;
import org.jspecify.annotations.Nullable;

/** The endpoints that routes name. Looking one up makes none, and resolves no placeholder. */
final class NamedEndpoints {

    private NamedEndpoints() {}

    /** What a route would hardly name; to normalise a text takes time that grows with its square. */
    private static final int LONGEST = 1000;

    /** @param uri from a message */
    static @Nullable Endpoint find(CamelContext context, @Nullable String uri) {
        if (uri == null
                || uri.length() > LONGEST
                || uri.indexOf(':') < 1
                || uri.contains("{{")
                || uri.contains("RAW")) {
            return null;
        }
        try {
            NormalizedEndpointUri key = context.getCamelContextExtension().normalizeUri(uri);
            // which normalizes once more, and may fail only then
            boolean named = context.getEndpointRegistry().isStatic(key.getUri());
            return named ? context.getCamelContextExtension().hasEndpoint(key) : null;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
