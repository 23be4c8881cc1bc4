package io.github.bactrian.http;

import io.github.bactrian.Echo;
import io.github.bactrian.oauth.Token;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what an API repeats of a token from going further than its answer. */
final class EchoedToken {
    private static final Logger LOG = LoggerFactory.getLogger(EchoedToken.class);

    /** An answer has no business with these, and on a message they would go into the next request. */
    private static final Set<String> NEVER_IN_ANSWERS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private static final Map<Token, Echo> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    static {
        Collections.addAll(
                NEVER_IN_ANSWERS,
                "Authorization",
                "Proxy-Authorization",
                "Cookie",
                "Set-Cookie",
                "Set-Cookie2",
                // they would choose the method of the next call
                "X-HTTP-Method",
                "X-HTTP-Method-Override",
                "X-Method-Override");
    }

    private EchoedToken() {}

    static Echo of(Token token) {
        return KNOWN.computeIfAbsent(token, any -> new Echo(token.value()));
    }

    static boolean isDropped(String header) {
        return NEVER_IN_ANSWERS.contains(header);
    }

    /** Drops headers that hold a token, before a redirect is followed or a route sees them. */
    static void dropFrom(ClassicHttpResponse response, GovernedCall call) {
        for (Header header : response.getHeaders()) {
            String name = header.getName();
            // without a profile, a session's cookie may be all that a route has to show who it is
            boolean own =
                    call.profile().isEmpty() && name.toLowerCase(Locale.ROOT).contains("cookie");
            if (isDropped(name) && !own) {
                response.removeHeaders(name);
            } else if (call.isEchoedIn(name + ": " + header.getValue())) {
                response.removeHeaders(name);
                LOG.warn(
                        "The answer's header {} was dropped, because it repeats the token that was sent",
                        shown(name, call));
            }
        }
        if (response.getReasonPhrase() != null && call.isEchoedIn(response.getReasonPhrase())) {
            response.setReasonPhrase(call.withoutEchoes(response.getReasonPhrase()));
        }
    }

    private static String shown(String name, GovernedCall call) {
        return call.isEchoedIn(name) ? "***" : name;
    }

    /** The failure itself, or one that says the same without the token. */
    static Exception without(Exception failure, Predicate<String> isEcho, UnaryOperator<String> mask) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isEcho.test(String.valueOf(cause.getMessage()))) {
                IOException masked = new IOException(mask.apply(failure + " (" + cause + ")"));
                masked.setStackTrace(failure.getStackTrace());
                return masked;
            }
        }
        return failure;
    }
}
