package io.github.bactrian.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.bactrian.testing.SettableClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sends who has no token, or one for something else. */
class ForgedTokensTest {
    @TempDir
    private Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private final SettableClock clock = new SettableClock();
    private final List<Exchange> admitted = Collections.synchronizedList(new ArrayList<>());
    private OneIssuer issuer;
    private BearerCheck check;

    @BeforeEach
    void start() throws Exception {
        issuer = OneIssuer.start(directory);
        check = issuer.check(clock);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .process(exchange -> check.process(exchange))
                        .process(exchange -> admitted.add(exchange.copy()));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        issuer.close();
    }

    private int call(String token) {
        return camel.createProducerTemplate()
                .request("direct:in", exchange -> exchange.getMessage().setHeader("Authorization", "Bearer " + token))
                .getMessage()
                .getHeader(Exchange.HTTP_RESPONSE_CODE, 200, int.class);
    }

    @Test
    void anApplicationWithTheRolePasses() throws Exception {
        assertThat(call(issuer.token())).isEqualTo(200);
        assertThat(admitted).hasSize(1);
    }

    @Test
    void whatIsSignedByNobodyOrByAKeyThatTheTokenBringsIsRefused() throws Exception {
        assertThat(call(issuer.token())).isEqualTo(200);
        RSAKey own = OneIssuer.newKey("first");
        JWTClaimsSet claims = SignedJWT.parse(issuer.token()).getJWTClaimsSet();
        URI elsewhere = URI.create("https://localhost:1/keys");
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("alg none", new PlainJWT(claims).serialize());
        forged.put("its own key under the name of the issuer's", signed(header("first"), own));
        forged.put("jwk", signed(header("first").jwk(own.toPublicJWK()), own));
        forged.put("jku", signed(header("first").jwkURL(elsewhere), own));
        forged.put("x5u", signed(header("first").x509CertURL(elsewhere), own));
        forged.put("a path for a kid", signed(header("../../../../dev/null"), own));
        forged.put("no kid", signed(header(null), issuer.key()));
        forged.put("crit", signed(header("first").criticalParams(Set.of("sometimes")), issuer.key()));
        forged.put("another type", signed(header("first").type(new JOSEObjectType("dpop+jwt")), issuer.key()));
        forged.put("HS256 with the public key", withThePublicKeyAsASecret(claims));
        forged.put("encrypted", encrypted(claims));
        forged.put("too long", issuer.token(builder -> builder.claim("filler", "x".repeat(8192))));

        forged.forEach((how, token) -> assertThat(call(token)).as(how).isEqualTo(401));
        assertThat(admitted).hasSize(1);
    }

    @Test
    void whatTheIssuerHasSignedForSomethingElseIsRefused() throws Exception {
        Date past = Date.from(Instant.now().minus(Duration.ofHours(2)));
        Date future = Date.from(Instant.now().plus(Duration.ofHours(2)));
        Map<String, String> others = new LinkedHashMap<>();
        others.put("audience", issuer.token(claims -> claims.audience("api://others")));
        others.put("no audience", issuer.token(claims -> claims.audience((String) null)));
        others.put("issuer", issuer.token(claims -> claims.issuer("https://other.test")));
        others.put("expired", issuer.token(claims -> claims.expirationTime(past)));
        others.put("without an end", issuer.token(claims -> claims.expirationTime(null)));
        others.put("not yet valid", issuer.token(claims -> claims.notBeforeTime(future)));

        others.forEach((how, token) -> assertThat(call(token)).as(how).isEqualTo(401));
        assertThat(call(issuer.token(claims -> claims.claim("roles", null)))).isEqualTo(403);
        assertThat(call(issuer.token(claims -> claims.claim("roles", OneIssuer.ROLE))))
                .isEqualTo(401);
        assertThat(admitted).isEmpty();
    }

    @Test
    void aUserWithTheRolePassesUnlessOnlyApplicationsMay() throws Exception {
        String user = issuer.token(claims -> claims.claim("idtyp", "user"));
        String silent = issuer.token(claims -> claims.claim("idtyp", null));
        assertThat(call(user)).isEqualTo(200);

        check.setAppOnly(true);

        assertThat(call(user)).isEqualTo(403);
        assertThat(call(silent)).isEqualTo(403);
        assertThat(call(issuer.token())).isEqualTo(200);
    }

    @Test
    void anUnknownKeyIs401AndTheIssuerIsAskedForItNowAndThenOnly() throws Exception {
        RSAKey own = OneIssuer.newKey("own");
        assertThat(call(issuer.token())).isEqualTo(200);
        clock.advance(Duration.ofSeconds(10));

        for (int i = 0; i < 20; i++) {
            assertThat(call(signed(header("unknown-" + i), own))).isEqualTo(401);
        }

        assertThat(issuer.readings()).isEqualTo(2);
    }

    @Test
    void aChangedKeyIsTakenAtOnceAndAfterAFloodOfUnknownOnesSoon() throws Exception {
        assertThat(call(issuer.token())).isEqualTo(200);
        clock.advance(Duration.ofSeconds(10));
        issuer.changeKey("second");
        assertThat(call(issuer.token())).isEqualTo(200);

        issuer.changeKey("third");
        assertThat(call(issuer.token())).isEqualTo(401);
        clock.advance(Duration.ofSeconds(6));
        assertThat(call(issuer.token())).isEqualTo(200);
    }

    @Test
    void knownKeysServeAnHourWhileTheIssuerIsAway() throws Exception {
        String token = issuer.token();
        assertThat(call(token)).isEqualTo(200);
        issuer.close();

        clock.advance(Duration.ofMinutes(50));
        assertThat(call(token)).isEqualTo(200);
        clock.advance(Duration.ofMinutes(20));
        assertThat(call(token)).isEqualTo(503);
    }

    @Test
    @Timeout(60)
    void noIssuerIsAskedForWhatIsNoTokenAndFewCallersWaitForOneThatHangs() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 200, InetAddress.getLoopbackAddress())) {
            check.setIssuer("https://localhost:" + hanging.getLocalPort());
            assertThat(answers(30, "x.y.z")).containsOnly(401);
            String unknown = signed(header("unknown"), OneIssuer.newKey("unknown"));
            long start = System.nanoTime();

            assertThat(answers(60, unknown)).containsOnly(503);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
        }
    }

    /** Of as many callers at a time. */
    private List<Integer> answers(int callers, String token) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Integer> answers = new ArrayList<>();
            Callable<Integer> caller = () -> call(token);
            for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(callers, caller))) {
                answers.add(answer.get(30, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static JWSHeader.Builder header(String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid);
    }

    private String signed(JWSHeader.Builder header, RSAKey key) throws Exception {
        return issuer.signed(header.build(), key, claims -> claims);
    }

    private String withThePublicKeyAsASecret(JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims);
        token.sign(new MACSigner(((RSAPublicKey) issuer.key().toPublicKey()).getEncoded()));
        return token.serialize();
    }

    private String encrypted(JWTClaimsSet claims) throws Exception {
        EncryptedJWT token = new EncryptedJWT(
                new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                        .keyID("first")
                        .build(),
                claims);
        token.encrypt(new RSAEncrypter(issuer.key().toRSAPublicKey()));
        return token.serialize();
    }
}
