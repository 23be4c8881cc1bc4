package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Collection<Property> FILE = List.of(
            property("graph.url", "https://file", "a.properties:1"),
            property("oauth.graph.tenant-id", "t", "a.properties:2"),
            property("oauth.graph.call.rate", "20/s", "a.properties:3"));

    @Test
    void laterFilesOverrideEarlierOnes() {
        Configuration configuration =
                of(List.of(FILE, List.of(property("graph.url", "https://later", "b.properties:1"))), Map.of());

        assertThat(configuration.values()).containsEntry("graph.url", "https://later");
        assertThat(configuration.place("graph.url")).contains("b.properties:1");
    }

    @Test
    void theEnvironmentOverridesFilesAndTheCommandLineOverridesTheEnvironment() {
        Map<String, String> environment = Map.of("GRAPH_URL", "https://variable", "OAUTH_GRAPH_TENANT_ID", "v");

        Configuration configuration = Configuration.of(
                List.of(FILE),
                new Environment(environment),
                List.of(property("graph.url", "https://d", "-Dgraph.url")));

        assertThat(configuration.values())
                .containsEntry("graph.url", "https://d")
                .containsEntry("oauth.graph.tenant-id", "v");
    }

    @Test
    void camelsManagementServerIsRefusedForItAsksForNoPassword() {
        assertThat(of(
                                List.of(List.of(
                                        property("camel.management.Enabled", "{{on}}", "a.properties:7"),
                                        property("on", "true", "a:1"))),
                                Map.of())
                        .faults())
                .singleElement()
                .asString()
                .startsWith("a.properties:7: camel.management.Enabled opens a server on all addresses")
                .contains("leave it out");
        assertThat(of(List.of(List.of(property("camel.management.enabled", "false", "a.properties:7"))), Map.of())
                        .faults())
                .isEmpty();
    }

    @Test
    void aVariableGivesAKeyToAProfileThatAFileNames() {
        Configuration configuration = of(
                List.of(FILE),
                Map.of(
                        "OAUTH_GRAPH_CLIENT_SECRET",
                        "s",
                        "OAUTH_GRAPH_CALL_MAX_IN_FLIGHT",
                        "4",
                        "OAUTH_GRAPH_CALL_RATE",
                        "1/s"));

        assertThat(configuration.values())
                .containsEntry("oauth.graph.client-secret", "s")
                .containsEntry("oauth.graph.call.max-in-flight", "4")
                .containsEntry("oauth.graph.call.rate", "1/s");
        assertThat(configuration.place("oauth.graph.client-secret"))
                .contains("environment variable OAUTH_GRAPH_CLIENT_SECRET");
    }

    @Test
    void aVariableForAProfileThatNothingNamesIsNoProperty() {
        assertThat(of(List.of(FILE), Map.of("OAUTH_TOOL_CLIENT_SECRET", "x")).profiles())
                .containsExactly("graph");
    }

    @Test
    void aListOfProfilesNamesThemToo() {
        Map<String, String> environment = Map.of("OAUTH_PROFILES", "crm, hr", "OAUTH_CRM_CLIENT_SECRET", "x");

        Configuration configuration = of(List.of(FILE), environment);

        assertThat(configuration.profiles()).containsExactly("crm", "graph", "hr");
        assertThat(configuration.values()).containsEntry("oauth.crm.client-secret", "x");
    }

    @Test
    void ourOwnKeysCanBeSetByVariablesAlone() {
        assertThat(of(List.of(), Map.of("BACTRIAN_LEDGER", "/var/x.db")).ledger())
                .isEqualTo(Path.of("/var/x.db"));
    }

    @Test
    void placeholdersInValuesAreReplaced() {
        Configuration configuration = of(
                List.of(List.of(
                        property("host", "h", "a.properties:1"),
                        property("base", "https://{{host}}", "a.properties:2"),
                        property("url", "{{base}}/v1", "a.properties:3"))),
                Map.of());

        assertThat(configuration.values()).containsEntry("url", "https://h/v1");
    }

    @Test
    void whatTheProcessPublishesIsWeakerThanEveryFile() {
        Configuration configuration =
                of(List.of(FILE), Map.of()).under(Map.of("graph.url", "weak", "sandbox.issuer", "https://localhost"));

        assertThat(configuration.values())
                .containsEntry("graph.url", "https://file")
                .containsEntry("sandbox.issuer", "https://localhost");
    }

    @Test
    void inTheSandboxCredentialsAndProxiesComeFromItsOwnFileAlone() {
        List<Property> sandbox = List.of(
                property("oauth.graph.client-secret", "{{sandbox.client-secret}}", "s.properties:1"),
                property("oauth.graph.tenant-id", "{{sandbox.tenant-id}}", "s.properties:2"),
                property("graph.url", "https://sandbox", "s.properties:3"));
        Collection<Property> real = List.of(
                property("oauth.graph.certificate", "real.pem", "a.properties:4"),
                property("oauth.graph.certificate-password", "hush", "a.properties:5"),
                property("oauth.graph.federated-token-file", "token", "a.properties:6"),
                property("oauth.graph.client-secret-file", "secret", "a.properties:7"),
                property("oauth.graph.proxy", "http://proxy", "a.properties:8"));
        Map<String, String> variables =
                Map.of("OAUTH_GRAPH_CLIENT_SECRET", "v", "OAUTH_GRAPH_TENANT_ID", "v", "GRAPH_URL", "https://variable");

        Configuration confined = Configuration.of(
                        List.of(FILE, real, sandbox),
                        new Environment(variables),
                        List.of(property("oauth.graph.client-secret", "d", "-Doauth.graph.client-secret")))
                .confinedTo(sandbox);

        assertThat(confined.values())
                .containsOnly(
                        Map.entry("oauth.graph.client-secret", "{{sandbox.client-secret}}"),
                        Map.entry("oauth.graph.tenant-id", "{{sandbox.tenant-id}}"),
                        Map.entry("oauth.graph.call.rate", "20/s"),
                        Map.entry("graph.url", "https://variable"));
    }

    @Test
    void aCredentialOfTheSandboxThatHoldsAnotherPropertyIsFound() {
        List<Property> sandbox = List.of(
                property("oauth.graph.client-secret", "{{real.secret}}", "s.properties:1"),
                property("oauth.crm.client-secret", "{{sandbox.client-secret}}", "s.properties:2"));

        assertThat(of(List.of(FILE, sandbox), Map.of()).confinedTo(sandbox).borrowedCredentials())
                .extracting(Property::where)
                .containsExactly("s.properties:1");
    }

    @Test
    void anUnknownKeyOfOursIsAFaultThatNamesPlaceAndNearestKey() {
        assertThat(faults("bactrian.leger", "x"))
                .containsExactly("a.properties:7: bactrian.leger is unknown; did you mean 'bactrian.ledger'?");
    }

    @Test
    void anImportIsNotSetByProperties() {
        assertThat(faults("import.users.parallel", "4"))
                .singleElement()
                .asString()
                .startsWith("a.properties:7: import.users.parallel is unknown: imports are set in their route");
    }

    @Test
    void aValueInAngleBracketsIsStillToBeFilledIn() {
        assertThat(faults("oauth.graph.client-id", "<client id>"))
                .containsExactly("a.properties:7: oauth.graph.client-id is still to be filled in, or use --sandbox");
    }

    @Test
    void aPlaceholderWithoutValueIsAFault() {
        assertThat(faults("x.url", "{{grph.url}}"))
                .containsExactly("a.properties:7: x.url: {{grph.url}} has no value; did you mean 'graph.url'?");
    }

    @Test
    void routesCannotReadSecrets() {
        Configuration configuration =
                of(List.of(FILE, List.of(property("oauth.graph.client-secret", "hush", "a.properties:7"))), Map.of());

        assertThat(configuration.values()).containsKey("oauth.graph.client-secret");
        assertThat(configuration.open())
                .doesNotContainKey("oauth.graph.client-secret")
                .containsKey("graph.url");
    }

    @Test
    void aFaultNeverShowsAPartOfASecret() {
        assertThat(faults("oauth.graph.client-secret", "a{{hush}}b"))
                .containsExactly("a.properties:7: oauth.graph.client-secret: a placeholder in it has no value");
    }

    @Test
    void aPortThatIsNoneIsRefusedWithItsPlace() {
        Configuration configuration =
                of(List.of(List.of(property("bactrian.sandbox.issuer-port", "99999", "a.properties:7"))), Map.of());

        assertThatThrownBy(() -> configuration.port("bactrian.sandbox.issuer-port"))
                .hasMessage("a.properties:7: bactrian.sandbox.issuer-port must be a port, 0 to 65535, not '99999'");
    }

    private static List<String> faults(String key, String value) {
        return of(List.of(FILE, List.of(property(key, value, "a.properties:7"))), Map.of())
                .faults();
    }

    private static Configuration of(List<Collection<Property>> layers, Map<String, String> environment) {
        return Configuration.of(layers, new Environment(environment), List.of());
    }

    private static Property property(String key, String value, String where) {
        return new Property(key, value, where);
    }
}
