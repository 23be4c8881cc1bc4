package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bactrian.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Assertions as issuers ask for them, judged by one that verifies signature, header and claims. */
class AssertionFormTest {

    private static final AppCertificate RSA = AppCertificate.lasting(Duration.ofDays(90));
    private static final AppCertificate OTHER_RSA = AppCertificate.lasting(Duration.ofDays(90));

    private final CamelContext camel = new DefaultCamelContext();
    private StrictIssuer issuer;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws IOException {
        issuer = new StrictIssuer();
    }

    @AfterEach
    void close() {
        camel.stop();
        issuer.close();
    }

    private static AppCertificate curve(int bits) {
        return new AppCertificate("EC", bits, Instant.now().plus(Duration.ofDays(90)));
    }

    private String file(String name, AppCertificate app) throws Exception {
        return app.pkcs8(directory.resolve(name)).toString();
    }

    private OAuthProfile profile(String certificate, String... more) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.kc.type", "oidc",
                "oauth.kc.issuer", issuer.url(),
                "oauth.kc.client-id", "the-client",
                "oauth.kc.certificate", certificate,
                "oauth.kc.hosts", "https://api.test"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put("oauth.kc." + more[i], more[i + 1]);
        }
        return OAuth.install(camel, properties).profiles().iterator().next();
    }

    @Test
    void anIssuerThatWantsAKeyIdGetsIt() throws Exception {
        issuer.register("key-1", RSA.leaf.getPublicKey(), "RS256");
        String file = file("rsa", RSA);
        OAuthProfile without = profile(file);
        assertThat(catchThrowableOfType(TokenException.class, () -> without.token("")))
                .hasMessageContaining("no key of the id ''");
        assertThat(profile(file, "assertion-key-id", "key-1").token("").value()).isEqualTo("t1");
    }

    @Test
    void anIssuerThatWantsItsTokenEndpointAsAudienceGetsIt() throws Exception {
        issuer.register("1", RSA.leaf.getPublicKey(), "RS256").wantsAudience(issuer.url() + "/token");
        String file = file("rsa", RSA);
        OAuthProfile usual = profile(file, "assertion-key-id", "1");
        assertThat(catchThrowableOfType(TokenException.class, () -> usual.token("")))
                .hasMessageContaining("the audience is");
        assertThat(profile(file, "assertion-key-id", "1", "assertion-audience", "token-endpoint")
                        .token(""))
                .isNotNull();
    }

    @Test
    void anyOtherAudienceIsSentAsItIsWritten() throws Exception {
        issuer.register("1", RSA.leaf.getPublicKey(), "RS256").wantsAudience("https://issuer.example/");
        assertThat(profile(file("rsa", RSA), "assertion-key-id", "1", "assertion-audience", "https://issuer.example/")
                        .token(""))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void anRsaKeySignsAsTheProfileSays(String algorithm) throws Exception {
        issuer.register("1", RSA.leaf.getPublicKey(), algorithm);
        assertThat(profile(file("rsa", RSA), "assertion-key-id", "1", "assertion-algorithm", algorithm)
                        .token(""))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"256, ES256", "384, ES384", "521, ES512"})
    void anEllipticKeySignsAsItsCurveSuggests(int bits, String algorithm) throws Exception {
        AppCertificate app = curve(bits);
        issuer.register("1", app.leaf.getPublicKey(), algorithm);
        String file = file("ec", app);
        assertThat(profile(file, "assertion-key-id", "1").token("")).isNotNull();
        assertThat(profile(file, "assertion-key-id", "1", "assertion-algorithm", algorithm)
                        .token(""))
                .isNotNull();
    }

    @Test
    void eachCertificateOfARotationHasItsKeyId() throws Exception {
        issuer.register("old", RSA.leaf.getPublicKey(), "RS256");
        OAuthProfile profile =
                profile(file("new.pem", OTHER_RSA) + ", " + file("old.pem", RSA), "assertion-key-id", "new, old");
        assertThat(profile.token("").value()).isEqualTo("t1");
        issuer.register("new", OTHER_RSA.leaf.getPublicKey(), "RS256");
        assertThat(profile.renew("", profile.token(""), null).value()).isEqualTo("t2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assertion-algorithm | ES256 | signs with RS512, RS384, RS256, PS512, PS384, PS256",
                "assertion-algorithm | HS256 | signs with RS512",
                "assertion-algorithm | rs256 | signs with RS512",
                "assertion-key-id    | a, b  | one for each certificate"
            })
    void whatTheKeyCannotDoIsRefusedAtStart(String key, String value, String remedy) throws Exception {
        String file = file("rsa", RSA);
        assertThatThrownBy(() -> profile(file, key, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.kc." + key, value, remedy);
    }

    @Test
    void anAlgorithmOfAnotherCurveIsRefusedAtStart() throws Exception {
        String file = file("ec", curve(384));
        assertThatThrownBy(() -> profile(file, "assertion-algorithm", "ES256"))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.kc.assertion-algorithm", file, "signs with ES384");
    }

    @ParameterizedTest
    @CsvSource({"assertion-key-id", "assertion-audience", "assertion-algorithm"})
    void keysOfAssertionsAreForAssertions(String key) {
        Map<String, String> properties = Map.of(
                "oauth.kc.type",
                "oidc",
                "oauth.kc.issuer",
                issuer.url(),
                "oauth.kc.client-id",
                "the-client",
                "oauth.kc.client-secret",
                "s3cr3t",
                "oauth.kc.hosts",
                "https://api.test",
                "oauth.kc." + key,
                "RS256");
        assertThatThrownBy(() -> OAuth.install(camel, properties))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.kc." + key, "client-auth=private-key-jwt");
    }
}
