package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Addresses that credentials are sent to: https, or on this machine http. */
final class IssuerUri {

    private IssuerUri() {}

    static Optional<URI> read(Settings settings, String key) {
        return settings.text(key).map(text -> of(text).orElseThrow(() -> settings.problem(
                key, "write https://host/path (http only on loopback), without user, query and fragment")));
    }

    /** Empty if no credential may go there. */
    static Optional<URI> of(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            return plain && uri.getHost() != null && isSafe(uri) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isSafe(URI uri) {
        return "https".equals(uri.getScheme())
                || ("http".equals(uri.getScheme())
                        && Hosts.isLoopback(uri.getHost().toLowerCase(Locale.ROOT)));
    }
}
