package io.github.bactrian.oauth;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An issuer with registered keys, each with its {@code kid} and its {@code alg}, that takes an assertion only if header, claims
 * and signature are those of one of them, as certified issuers do.
 */
final class StrictIssuer implements AutoCloseable {

    private record Registered(PublicKey key, String algorithm) {}

    private final HttpServer server;
    private final Map<String, Registered> keys = new ConcurrentHashMap<>();
    private final Set<String> used = new HashSet<>();
    private volatile String audience;

    StrictIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", this::metadata);
        server.createContext("/token", this::token);
        server.start();
        audience = url();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    StrictIssuer register(String keyId, PublicKey key, String algorithm) {
        keys.put(keyId, new Registered(key, algorithm));
        return this;
    }

    StrictIssuer wantsAudience(String wanted) {
        audience = wanted;
        return this;
    }

    private void metadata(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "{\"issuer\":\"%1$s\",\"token_endpoint\":\"%1$s/token\"}".formatted(url()));
    }

    private synchronized void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = Arrays.stream(body.split("&", -1))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
        String refusal = refusal(form);
        if (refusal.isEmpty()) {
            answer(exchange, 200, "{\"access_token\":\"t" + used.size() + "\",\"expires_in\":300}");
        } else {
            answer(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"" + refusal + "\"}");
        }
    }

    private String refusal(Map<String, String> form) {
        try {
            SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
            String keyId = Objects.toString(assertion.getHeader().getKeyID(), "");
            Registered key = keys.get(keyId);
            if (key == null) {
                return "no key of the id '" + keyId + "'";
            }
            if (!assertion.getHeader().getAlgorithm().getName().equals(key.algorithm())) {
                return "no applicable key found for " + assertion.getHeader().getAlgorithm();
            }
            return assertion.verify(verifier(key.key())) ? refusal(assertion.getJWTClaimsSet()) : "bad signature";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    private String refusal(JWTClaimsSet claims) {
        Instant now = Instant.now();
        if (!claims.getAudience().equals(List.of(audience))) {
            return "the audience is " + claims.getAudience();
        }
        boolean self =
                claims.getIssuer().equals("the-client") && claims.getSubject().equals("the-client");
        boolean timely = claims.getExpirationTime().toInstant().isAfter(now)
                && claims.getExpirationTime().toInstant().isBefore(now.plusSeconds(120));
        return self && timely && used.add(claims.getJWTID()) ? "" : "claims " + claims;
    }

    private static JWSVerifier verifier(PublicKey key) throws Exception {
        return key instanceof ECPublicKey curve ? new ECDSAVerifier(curve) : new RSASSAVerifier((RSAPublicKey) key);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
