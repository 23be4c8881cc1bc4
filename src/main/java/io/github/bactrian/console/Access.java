package io.github.bactrian.console;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request through to the page, or not.
 *
 * <ol>
 *   <li>On loopback the Host must be a loopback name, so that no foreign page can reach us under a name of its own.
 *   <li>Elsewhere every request carries the password (HTTP Basic, any user name), which cannot be guessed quickly.
 *   <li>A change also carries the secret, and comes from our own page or from no page at all.
 * </ol>
 */
final class Access implements Handler<RoutingContext> {
    /** The header with the secret. */
    static final String SECRET_HEADER = "Bactrian-Secret";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final @Nullable Secret password;
    private final Secret secret;
    private final Guesses guesses;

    /** @param password null if only loopback is listened on */
    Access(@Nullable Secret password, Secret secret, Guesses guesses) {
        this.password = password;
        this.secret = secret;
        this.guesses = guesses;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        secure(context);
        if (password != null && !guesses.mayTry(address(request))) {
            context.response().putHeader("Retry-After", "1");
            refuse(context, 429, "Too many wrong passwords came from your address; wait a second.");
        } else if (password != null && !knows(request)) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"bactrian\", charset=\"UTF-8\"");
            refuse(context, 401, "The password is missing or wrong.");
        } else if (!knows(request)) {
            refuse(
                    context,
                    403,
                    "Open it as http://127.0.0.1:<port>/; the name in this request is not this machine's.");
        } else if (READING.contains(request.method())) {
            context.next();
        } else if (!isOurs(request)) {
            refuse(context, 403, "A change must come from this page.");
        } else if (!secret.is(request.getHeader(SECRET_HEADER))) {
            refuse(
                    context,
                    403,
                    "To change something, open the link that the daemon printed at its start;"
                            + " its secret is in console.secret beside the ledger.");
        } else {
            context.next();
        }
    }

    /** Whether somebody may see how it is. On loopback whoever calls us by a name of this machine, elsewhere who has the password. */
    boolean knows(HttpServerRequest request) {
        if (password == null) {
            return LOOPBACK.contains(hostName(request));
        }
        String offered = passwordOf(request);
        if (offered == null || !guesses.mayTry(address(request))) {
            return false;
        }
        boolean right = password.is(offered);
        if (!right) {
            guesses.wrong(address(request));
        }
        return right;
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    private static void secure(RoutingContext context) {
        context.response()
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self';"
                                + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cache-Control", "no-store");
    }

    private static @Nullable String passwordOf(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            // not Base64: as good as none
            return null;
        }
    }

    /** As the request names it: by Host, or by what HTTP/2 has in its place. */
    private static String hostName(HttpServerRequest request) {
        return request.authority() == null ? "" : request.authority().host();
    }

    private static boolean isOurs(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        boolean ownOrigin = origin == null || origin.equals(request.scheme() + "://" + request.authority());
        return ownOrigin && (site == null || site.equals("same-origin"));
    }

    private static void refuse(RoutingContext context, int status, String why) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(why + "\n");
    }
}
