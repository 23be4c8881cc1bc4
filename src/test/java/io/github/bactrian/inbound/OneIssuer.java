package io.github.bactrian.inbound;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.bactrian.testing.SettableClock;
import io.github.bactrian.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An issuer whose keys a test changes at will, over TLS on loopback. It signs by the test's clock. */
final class OneIssuer implements AutoCloseable {
    static final String AUDIENCE = "api://us";
    static final String ROLE = "People.Add";

    private final HttpsServer server;
    private final Path caFile;
    private final AtomicInteger readings = new AtomicInteger();
    private volatile RSAKey key = newKey("first");

    private OneIssuer(HttpsServer server, Path caFile) {
        this.server = server;
        this.caFile = caFile;
    }

    static OneIssuer start(Path directory) throws Exception {
        TestAuthority authority = new TestAuthority();
        char[] password = "for-the-test".toCharArray();
        Path store = authority.issue("localhost").pkcs12(directory.resolve("issuer.p12"), "for-the-test");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        OneIssuer issuer = new OneIssuer(server, authority.caFile(directory.resolve("ca.pem")));
        server.createContext("/.well-known/openid-configuration", issuer::metadata);
        server.createContext("/keys", issuer::keys);
        server.start();
        return issuer;
    }

    /** A check that trusts it, and goes by the clock. */
    BearerCheck check(SettableClock clock) throws Exception {
        BearerCheck check = new BearerCheck(clock);
        check.setIssuer(address());
        check.setAudience(AUDIENCE);
        check.setRole(ROLE);
        check.setCaFile(caFile.toString());
        return check;
    }

    String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** How often somebody has read its keys. */
    int readings() {
        return readings.get();
    }

    RSAKey key() {
        return key;
    }

    void changeKey(String id) {
        key = newKey(id);
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String token() throws JOSEException {
        return token(claims -> claims);
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> changed) throws JOSEException {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), key, changed);
    }

    /** @param changed what is different from the claims of an application that may pass */
    @SuppressWarnings("JavaUtilDate")
    String signed(JWSHeader header, RSAKey by, UnaryOperator<JWTClaimsSet.Builder> changed) throws JOSEException {
        // The library goes by the system's clock.
        Date now = new Date();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(address())
                .audience(AUDIENCE)
                .subject("somebody")
                .claim("roles", List.of(ROLE))
                .claim("idtyp", "app")
                .issueTime(now)
                .expirationTime(Date.from(now.toInstant().plus(Duration.ofHours(1))));
        SignedJWT token = new SignedJWT(header, changed.apply(claims).build());
        token.sign(new RSASSASigner(by));
        return token.serialize();
    }

    private void metadata(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address()
                        + "/keys\",\"subject_types_supported\":[\"public\"],\"authorization_endpoint\":\"" + address()
                        + "/a\",\"token_endpoint\":\"" + address()
                        + "/t\",\"response_types_supported\":[\"code\"],\"id_token_signing_alg_values_supported\":[\"RS256\"]}");
    }

    private void keys(HttpExchange exchange) throws IOException {
        readings.incrementAndGet();
        answer(exchange, new JWKSet(key.toPublicJWK()).toString());
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
