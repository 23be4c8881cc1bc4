package io.github.bactrian.pages;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/** URLs of pages: made, compared and shown. */
final class Urls {

    private Urls() {}

    /** @throws IllegalArgumentException if it is not an absolute http or https URL */
    static URI parse(String text) {
        URI url = encoded(text.strip());
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new IllegalArgumentException("pages: '" + shown(url) + "' is not an absolute http or https URL");
        }
        return url;
    }

    /** @throws IllegalArgumentException if the link is no URL */
    static URI resolve(URI page, String link) {
        String text = link.strip();
        URI found = resolved(page, text);
        if (found.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "pages: '" + shown(found) + "' has user information in front of its host");
        }
        return found;
    }

    private static URI resolved(URI page, String text) {
        // java.net.URI drops the last part of the path here, against RFC 3986
        if (text.startsWith("?")) {
            return parse(page.toString().replaceFirst("[?#].*", "") + text);
        }
        return parse(page.resolve(encoded(text)).toString());
    }

    /** Braces must not survive: camel-http would replace a server's {@code {{secret}}} by the property. */
    private static URI encoded(String text) {
        try {
            String safe = text.replace("{", "%7B").replace("}", "%7D");
            return URI.create(UnsafeUriCharactersEncoder.encodeHttpURI(safe));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pages: '" + text.replaceFirst("\\?.*", "?…") + "' is not a URL");
        }
    }

    /** Scheme, host and port. */
    static String origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int port = url.getPort() == (scheme.equals("https") ? 443 : 80) ? -1 : url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + (port < 0 ? "" : ":" + port);
    }

    /** For people: the query's values, which may hold data or page tokens, are left out. */
    static String shown(URI url) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery().replaceAll("=[^&]*", "=…");
        String authority = url.getHost() == null ? "" : origin(url);
        return authority + (url.getRawPath() == null ? "" : url.getRawPath()) + query;
    }

    static Optional<String> parameter(URI url, String name) {
        return parameters(url).stream()
                .filter(parameter -> isNamed(parameter, name))
                .map(parameter -> decoded(parameter.replaceFirst("^[^=]*=?", "")))
                .findFirst();
    }

    static URI with(URI url, String name, String value) {
        List<String> parameters = new ArrayList<>(parameters(url));
        parameters.removeIf(parameter -> isNamed(parameter, name));
        parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        return encoded(url.toString().replaceFirst("[?#].*", "") + "?" + String.join("&", parameters));
    }

    private static List<String> parameters(URI url) {
        return url.getRawQuery() == null ? List.of() : List.of(url.getRawQuery().split("&", -1));
    }

    private static boolean isNamed(String parameter, String name) {
        return decoded(parameter.replaceFirst("=.*", "")).equals(name);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException strayPercent) {
            return text;
        }
    }
}
