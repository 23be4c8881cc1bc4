package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client-credentials request, read from its form and its {@code Authorization} header but not yet judged. */
record TokenRequest(Map<String, String> form) {

    private static final String DEFAULT = "/.default";
    // msal4j adds these to every scope it asks for.
    private static final Set<String> OIDC_SCOPES = Set.of("openid", "profile", "offline_access", "email");

    static TokenRequest of(Request request) {
        Map<String, String> form = new HashMap<>();
        if (isForm(request)) {
            String body = request.body().toString(StandardCharsets.UTF_8);
            Stream.of(body.split("&", -1)).filter(pair -> !pair.isEmpty()).forEach(pair -> put(form, pair));
        }
        putBasicCredentials(form, request.header("Authorization"));
        return new TokenRequest(form);
    }

    void requireClientCredentialsGrant() {
        String grant = required("grant_type");
        if (!grant.equals("client_credentials")) {
            throw EntraError.unsupportedGrant(grant);
        }
    }

    String clientId() {
        return required("client_id");
    }

    boolean hasAssertion() {
        return form.containsKey("client_assertion");
    }

    ClientAssertion assertion() {
        if (!ClientAssertion.TYPE.equals(form.get("client_assertion_type"))) {
            throw EntraError.missingAssertionType();
        }
        return ClientAssertion.parse(required("client_assertion"));
    }

    /** A parameter that may be left out; empty if it is. */
    String optional(String name) {
        return form.getOrDefault(name, "");
    }

    /** The client id; where it is left out, as RFC 7523 allows beside an assertion, the assertion's subject. */
    String clientIdOrSubject() {
        return hasAssertion() && !form.containsKey("client_id") ? assertion().subject() : clientId();
    }

    /** The claims parameter; an empty object if there is none. */
    ObjectNode claims() {
        try {
            return ClaimsDemand.asked(optional("claims"));
        } catch (IllegalArgumentException e) {
            throw EntraError.badClaims();
        }
    }

    void requireSecretOf(AppRegistration app) {
        String secret = form.get("client_secret");
        if (secret == null) {
            throw EntraError.missingCredential();
        }
        if (secret.isEmpty()) {
            throw EntraError.emptySecret();
        }
        // An app without a secret has an empty one, which no request can send.
        if (!secret.equals(app.clientSecret())) {
            throw EntraError.wrongSecret(app.clientId());
        }
    }

    /** The one resource that a token is asked for. */
    String resource() {
        String scope = required("scope");
        List<String> asked = Stream.of(scope.trim().split("\\s+"))
                .filter(part -> !OIDC_SCOPES.contains(part))
                .toList();
        if (asked.isEmpty() || asked.contains(DEFAULT)) {
            throw EntraError.invalidScope(scope);
        }
        List<String> resources =
                asked.stream().map(TokenRequest::resourceOf).distinct().toList();
        if (resources.size() > 1) {
            throw EntraError.severalResources();
        }
        return resources.get(0);
    }

    private static String resourceOf(String scope) {
        if (!scope.endsWith(DEFAULT)) {
            throw EntraError.scopeIsNotDefault(scope);
        }
        return scope.substring(0, scope.length() - DEFAULT.length());
    }

    private String required(String name) {
        String value = form.get(name);
        if (value == null || value.isBlank()) {
            throw EntraError.missingParameter(name);
        }
        return value;
    }

    private static boolean isForm(Request request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    private static void put(Map<String, String> form, String pair) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        if (form.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
            throw EntraError.repeatedParameter(name);
        }
    }

    private static void putBasicCredentials(Map<String, String> form, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return;
        }
        String credentials = decodedBase64(authorization.substring(6).trim());
        int colon = credentials.indexOf(':');
        if (colon >= 0) {
            form.put("client_id", decoded(credentials.substring(0, colon)));
            form.put("client_secret", decoded(credentials.substring(colon + 1)));
        }
    }

    private static String decodedBase64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException strayPercent) {
            // A secret sent without encoding: keep it as it came, so that it is refused as wrong.
            return text;
        }
    }

    @Override
    public String toString() {
        return "TokenRequest" + form.keySet();
    }
}
