package io.github.bactrian.targets;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Marks endpoints that are made while messages run, and yet of nothing but the author's text. */
public final class AuthoredEndpoints {

    private static final ThreadLocal<Boolean> MAKING = new ThreadLocal<>();

    private AuthoredEndpoints() {}

    static Endpoint get(CamelContext context, String uri) {
        MAKING.set(true);
        try {
            return context.getEndpoint(uri);
        } finally {
            MAKING.remove();
        }
    }

    /** Whether the endpoint that this thread is about to make has no text of a message in it. */
    public static boolean isMaking() {
        return Boolean.TRUE.equals(MAKING.get());
    }
}
