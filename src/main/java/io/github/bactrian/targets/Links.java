package io.github.bactrian.targets;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Follows a link of a message: as a URL, to where the exchange may go anyway, and never as an endpoint with options. */
public final class Links {

    /** HttpClient takes several slashes at the start of a path for one. */
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>https?)://(?<authority>[A-Za-z0-9.:\\[\\]_-]+)(?<path>/(?!/)[^?#]*)?(?:\\?(?<query>[^#]*))?(?:#.*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Links() {}

    /** @throws RefusedValueException if the link leads elsewhere; the message is about the link, without naming it */
    static Object recipient(Exchange exchange, String text, String options, Slots slots, int position) {
        Endpoint named = options.isEmpty() ? NamedEndpoints.find(exchange.getContext(), text) : null;
        if (named != null) {
            return slots.bound(named, position, exchange, Binding.NONE);
        }
        Matcher url = allowed(exchange, text);
        String origin = origin(url);
        Endpoint endpoint = AuthoredEndpoints.get(
                exchange.getContext(),
                AuthorText.of(exchange.getContext(), origin + (options.isEmpty() ? "" : "?" + options))
                        .text(exchange));
        Map<String, Object> headers = new HashMap<>();
        headers.put(Exchange.HTTP_PATH, path(url));
        if (url.group("query") != null) {
            headers.put(Exchange.HTTP_QUERY, UriText.literal(url.group("query")));
        }
        return slots.bound(endpoint, position, exchange, new Binding(headers, true));
    }

    /**
     * Returns the link with all encoded that a URL cannot hold.
     *
     * @throws RefusedValueException if the link leads to where the exchange may not go
     */
    static String followed(Exchange exchange, String text) {
        Matcher url = allowed(exchange, text);
        String query = url.group("query");
        return origin(url) + path(url) + (query == null ? "" : "?" + UriText.literal(query));
    }

    /** Whether a link of an answer may be followed: to the profile's hosts, or without a profile to an origin that was called. */
    public static boolean isAllowed(Exchange exchange, URI link) {
        Optional<OAuthProfile> profile = profile(exchange);
        return profile.isPresent() ? profile.get().allows(link) : CallOrigins.contain(exchange, link);
    }

    /** Camel knows components by lower case alone. */
    private static String origin(Matcher url) {
        return url.group("scheme").toLowerCase(Locale.ROOT) + "://" + url.group("authority");
    }

    private static String path(Matcher url) {
        return url.group("path") == null ? "/" : UriText.literal(url.group("path"));
    }

    private static Matcher allowed(Exchange exchange, String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw new RefusedValueException(
                    "it is neither an http or https URL, without user information and with one slash before its path, nor an"
                            + " endpoint that the routes name");
        }
        URI origin = origin(origin(url));
        if (origin == null || !isAllowed(exchange, origin)) {
            Optional<OAuthProfile> profile = profile(exchange);
            throw new RefusedValueException(profile.map(
                            found -> "it leads to a host that " + found + ".hosts does not list")
                    .orElse("it leads to a host that was not called for this message before; without a profile only"
                            + " such hosts are followed"));
        }
        return url;
    }

    private static Optional<OAuthProfile> profile(Exchange exchange) {
        OAuth oauth = OAuth.of(exchange.getContext());
        return oauth == null ? Optional.empty() : oauth.profileOf(exchange);
    }

    static @Nullable URI origin(String text) {
        try {
            URI origin = new URI(text);
            return origin.getHost() == null ? null : origin;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
