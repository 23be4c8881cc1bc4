package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The origins that a profile's token may travel to. */
record Hosts(List<Origin> origins) {

    private static final String HOST_AND_PORT = "(\\[[0-9a-f:]+]|[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*)(?::(\\d{1,5}))?";
    private static final Pattern AUTHORITY = Pattern.compile(HOST_AND_PORT);

    /**
     * One origin.
     *
     * @param host lower case; without its first label if that is open
     * @param anyFirstLabel whether exactly one more label stands before the host
     */
    record Origin(String scheme, String host, boolean anyFirstLabel, int port) {

        private static final Pattern FORM = Pattern.compile("(https?)://(\\*\\.)?" + HOST_AND_PORT + "/?");

        /** @throws IllegalArgumentException whose message is the remedy */
        static Origin of(String text) {
            Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "write origins such as https://api.example.com, https://api.example.com:8443 or"
                                + " https://*.example.com, without a path");
            }
            boolean anyFirstLabel = form.group(2) != null;
            if (anyFirstLabel && !form.group(3).contains(".")) {
                throw new IllegalArgumentException("a whole top-level domain is too much; name a domain below it");
            }
            if (form.group(1).equals("http") && (anyFirstLabel || !isLoopback(form.group(3)))) {
                throw new IllegalArgumentException("a token travels over https only, except on loopback");
            }
            return new Origin(form.group(1), form.group(3), anyFirstLabel, portOf(form.group(1), form.group(4)));
        }

        boolean covers(String otherScheme, String otherHost, int otherPort) {
            return scheme.equals(otherScheme) && port == otherPort && coversHost(otherHost);
        }

        private boolean coversHost(String other) {
            int firstDot = other.indexOf('.');
            return anyFirstLabel ? firstDot > 0 && other.substring(firstDot + 1).equals(host) : other.equals(host);
        }
    }

    /**
     * Reads the key {@code hosts}.
     *
     * @param otherwise origins if it is absent; empty if it may not be
     * @param example an origin, for the message that asks for the key
     */
    static Hosts read(Settings settings, List<String> otherwise, String example) {
        List<String> origins = settings.has("hosts") ? settings.list("hosts") : otherwise;
        if (origins.isEmpty()) {
            throw settings.problem(
                    "hosts",
                    "is missing: the token goes nowhere unless told; add the API's origin, such as "
                            + settings.name("hosts") + "=" + example);
        }
        try {
            return new Hosts(origins.stream().map(Origin::of).toList());
        } catch (IllegalArgumentException e) {
            throw settings.problem("hosts", String.valueOf(e.getMessage()));
        }
    }

    Hosts {
        origins = List.copyOf(origins);
    }

    /** @param host lower case */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** False as well for what has no plain host: a user before it, a dot behind it, a port that is none, or nothing at all. */
    boolean cover(URI target) {
        if (target.getScheme() == null || target.getRawAuthority() == null) {
            return false;
        }
        // java.net.URI knows no host in names with an underscore, which name servers take
        Matcher authority = AUTHORITY.matcher(lower(target.getRawAuthority()));
        String scheme = lower(target.getScheme());
        return authority.matches()
                && origins.stream()
                        .anyMatch(origin ->
                                origin.covers(scheme, authority.group(1), portOf(scheme, authority.group(2))));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int portOf(String scheme, @Nullable String port) {
        return port != null ? Integer.parseInt(port) : scheme.equals("https") ? 443 : 80;
    }
}
