package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.oauth.Token;
import io.github.bactrian.sandbox.AppRegistration;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.AppCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check and token say of a profile, with a real issuer over https. */
class ProfileCheckTest {

    private static final AppRegistration OTHER_TENANT = AppRegistration.DEFAULT.in("second-tenant");

    @TempDir
    static Path directory;

    static Sandbox sandbox;

    private final List<String> told = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(SandboxSettings.in(directory).withApps(AppRegistration.DEFAULT, OTHER_TENANT));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void calm() {
        sandbox.reset();
    }

    @Test
    void aSoundProfileIsToldByWhatItsTokenIsGoodFor() {
        check(Clock.systemUTC());

        assertThat(findings).isEmpty();
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("oauth.graph: token for https://graph.microsoft.com, roles User.ReadWrite.All, valid for ")
                .endsWith(", clock as the issuer's")
                .doesNotContain("eyJ");
    }

    @Test
    void aMissingRoleIsAFindingWithTheLinkToConsent() {
        check(Clock.systemUTC(), "required-roles", "User.ReadWrite.All,Group.Read.All");

        assertThat(told).hasSize(1);
        assertThat(findings)
                .containsExactly("oauth.graph: the token lacks the app roles Group.Read.All. Add them to the app"
                        + " registration's API permissions; then an administrator consents at " + sandbox.issuer() + "/"
                        + sandbox.app().tenantId() + "/adminconsent?client_id="
                        + sandbox.app().clientId());
    }

    @Test
    void aRefusalIsAFindingInTheWordsOfTheIssuer() {
        check(Clock.systemUTC(), "client-secret", "wrong-secret");

        assertThat(told).isEmpty();
        assertThat(findings)
                .singleElement()
                .asString()
                .contains("oauth.graph", "AADSTS7000215", "Fix: create a client secret")
                .doesNotContain("wrong-secret");
    }

    @Test
    void aClockThatIsFarOffIsAFinding() {
        check(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7)));

        assertThat(findings)
                .singleElement()
                .asString()
                .matches(
                        "oauth\\.graph: clock (7 min 0|6 min 59) s behind the issuer's, more than issuers put up with.*");
    }

    @Test
    void aClockThatIsALittleOffIsToldOnly() {
        check(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(30)));

        assertThat(findings).isEmpty();
        assertThat(told.get(0)).matches(".*, clock (29|30|31) s ahead of the issuer's");
    }

    @Test
    void anIssuerThatIsDownIsAFinding() {
        sandbox.faults().set(Fault.on("*", "/").answer(503));

        check(Clock.systemUTC());

        assertThat(findings).singleElement().asString().contains("oauth.graph", "temporarily_unavailable");
    }

    @Test
    void aFaultySettingIsAFindingWithItsPlace() {
        check(Clock.systemUTC(), "scope", "User.Read.All");

        assertThat(findings).singleElement().asString().contains("oauth.graph.scope");
    }

    @Test
    void aProfileOfManyTenantsIsTriedWithTheFirst() {
        check(
                Clock.systemUTC(),
                "tenant-id",
                "",
                "tenants",
                "second-tenant," + sandbox.app().tenantId());

        assertThat(findings).isEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void aTokensClaimsAreShownWithoutTheToken() throws Exception {
        try (LoneProfile profile = LoneProfile.open(configuration(), "oauth.graph")) {
            Token token = profile.token(profile.tenant(null));

            List<String> lines = new TokenText(token, token.acquired()).lines();

            assertThat(lines.subList(0, 4))
                    .containsExactly(
                            "aud      https://graph.microsoft.com",
                            "roles    User.ReadWrite.All",
                            "tid      " + sandbox.app().tenantId(),
                            "appid    " + sandbox.app().clientId());
            Instant expiry = Instant.ofEpochSecond(((Number) token.claims().get("exp")).longValue());
            assertThat(lines).contains("exp      " + expiry);
            assertThat(lines.get(lines.size() - 1)).startsWith("expires  in ");
            assertThat(String.join("\n", lines))
                    .doesNotContain(
                            token.value().substring(0, 20), token.value().split("\\.")[2]);
        }
    }

    @Test
    void onlyTheProfilesTenantsMayBeAsked() {
        try (LoneProfile profile = LoneProfile.open(configuration("tenants", "second-tenant"), "graph")) {
            assertThat(profile.tenant("second-tenant")).isEqualTo("second-tenant");
            assertThat(profile.tenant(null)).isEqualTo(sandbox.app().tenantId());
            assertThatThrownBy(() -> profile.tenant("third")).hasMessageContaining("third");
        }
    }

    @Test
    void anUnknownProfileIsAnsweredWithTheNearestName() {
        Configuration configuration = configuration();

        assertThatThrownBy(() -> LoneProfile.open(configuration, "grph"))
                .isInstanceOf(StartFault.class)
                .hasMessageContaining("did you mean 'graph'");
    }

    @Test
    void consentIsAskedForWithoutACredential() {
        Configuration configuration =
                configuration("client-secret", "", "authority-host", "", "tenants", "second-tenant");

        var settings = LoneProfile.settings(configuration, "graph");

        assertThat(ConsentPage.tenants(settings)).containsExactly(sandbox.app().tenantId(), "second-tenant");
        assertThat(ConsentPage.of(settings, "second-tenant").orElseThrow())
                .hasToString("https://login.microsoftonline.com/second-tenant/adminconsent?client_id="
                        + sandbox.app().clientId());
    }

    @Test
    void theLinkIsTheSameWithAndWithoutACredential() {
        String tenant = sandbox.app().tenantId();
        try (LoneProfile profile = LoneProfile.open(configuration(), "graph")) {
            assertThat(ConsentPage.of(profile.settings(), tenant)).isEqualTo(profile.consentUrl(tenant));
        }
    }

    @Test
    void theDaysLeftOfACertificateAreTold() throws Exception {
        AppCertificate certificate =
                AppCertificate.validFor(Duration.ofDays(100).plusHours(1));
        certificate.store(directory.resolve("app.p12"), "store-password");
        sandbox.register(AppRegistration.DEFAULT.withCertificates(certificate.certificate()));

        check(
                Clock.systemUTC(),
                "client-secret",
                "",
                "certificate",
                directory.resolve("app.p12").toString(),
                "certificate-password",
                "store-password");

        assertThat(findings).isEmpty();
        assertThat(told)
                .singleElement()
                .asString()
                .endsWith("app.p12: 100 days left")
                .doesNotContain("store-password");
    }

    @Test
    void anotherIssuerIsAskedWithoutATenant() {
        check(
                Clock.systemUTC(),
                "type",
                "oidc",
                "issuer",
                sandbox.oidcIssuer().toString(),
                "tenant-id",
                "",
                "authority-host",
                "",
                "scope",
                "users.read");

        assertThat(findings).isEmpty();
        assertThat(told).singleElement().asString().contains("roles User.ReadWrite.All", "clock as the issuer's");
    }

    private void check(Clock clock, String... changes) {
        new ProfileCheck(configuration(changes), clock).tokens(told::add, findings::add);
    }

    /** @param changes settings of the profile; an empty value removes one */
    private static Configuration configuration(String... changes) {
        Map<String, String> graph = new TreeMap<>(Map.of(
                "tenant-id", sandbox.app().tenantId(),
                "client-id", sandbox.app().clientId(),
                "client-secret", sandbox.app().clientSecret(),
                "scope", sandbox.resource() + "/.default",
                "authority-host", sandbox.issuer().toString(),
                "ca-file", sandbox.caFile().toString(),
                "hosts", "http://127.0.0.1:" + sandbox.directory().getPort()));
        for (int i = 0; i < changes.length; i += 2) {
            graph.put(changes[i], changes[i + 1]);
        }
        List<Property> properties = new ArrayList<>();
        graph.forEach((key, value) -> properties.add(new Property("oauth.graph." + key, value, "test.properties:1")));
        properties.removeIf(property -> property.value().isEmpty());
        return Configuration.of(List.of(properties), new Environment(Map.of()), List.of());
    }
}
