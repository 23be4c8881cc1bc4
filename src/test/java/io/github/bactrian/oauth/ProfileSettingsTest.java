package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.SettingException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileSettingsTest {

    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    private OAuthProfile profile(String... changes) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "oauth.graph.tenant-id", "contoso.example",
                "oauth.graph.client-id", "the-client",
                "oauth.graph.client-secret", "s3cr3t",
                "oauth.graph.scope", "https://graph.microsoft.com/.default"));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put("oauth.graph." + changes[i], changes[i + 1]);
        }
        return OAuth.install(camel, properties).profiles().iterator().next();
    }

    private static boolean allows(OAuthProfile profile, String target) {
        return profile.allows(URI.create(target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenant-id     | ''                                     | is missing",
                "tenant-id     | common                                 | write a tenant ID",
                "tenant-id     | a/b                                    | GUID",
                "tenants       | x, organizations                       | write a tenant ID",
                "client-id     | ''                                     | application (client) ID",
                "scope         | ''                                     | /.default",
                "scope         | https://graph.microsoft.com/User.Read  | write https://graph.microsoft.com/.default",
                "scope         | https://graph.microsoft.com            | write https://graph.microsoft.com/.default",
                "scope         | a/.default b/.default                  | a profile for each resource",
                "scope         | https://api.test/.default              | such as oauth.graph.hosts=https://api.test",
                "hosts         | http://api.example.com                 | https only",
                "hosts         | api.example.com                        | write origins",
                "hosts         | https://api.example.com/v1             | write origins",
                "hosts         | https://*.com                          | top-level domain",
                "hosts         | https://a.*.example.com                | write origins",
                "authority-host| http://localhost                       | https://host",
                "authority-host| https://login.example.com/tenant       | no path",
                "timeout       | 0                                      | above zero",
                "timeout       | soon                                   | above zero",
                "ca-file       | nowhere.pem                            | no readable file nowhere.pem",
                "proxy         | http://me:pw@proxy                     | write http://host",
                "type          | odic                                   | there is no such type",
                "inject        | always                                 | write send-time or header",
                "certificate   | app.p12                                | one kind",
                "federated-token-file | token                           | one kind",
                "certificate-password | s3cr3t                          | there is no certificate",
                "client-secret | ''                                     | give client-secret or client-secret-file",
                "client-secret | ' s3cr3t'                              | white space",
                "client-secret-file | app.key                           | keep one of them",
                "clientid      | x                                      | did you mean client-id?"
            })
    void whatCannotWorkIsRefusedWithARemedy(String key, String value, String remedy) {
        assertThatThrownBy(() -> profile(key, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("oauth.graph.", remedy)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void graphHasAKnownHost() {
        OAuthProfile profile = profile();
        assertThat(allows(profile, "https://graph.microsoft.com/v1.0/users")).isTrue();
        assertThat(allows(profile, "https://graph.microsoft.com:443/")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://graph.microsoft.com/", "https://graph.microsoft.com:8443/",
                        "https://graph.microsoft.com.evil.example/",
                "https://evil.example/graph.microsoft.com", "https://xgraph.microsoft.com/",
                        "https://graph.microsoft.com@evil.example/"
            })
    void theTokenGoesNowhereElse(String target) {
        assertThat(allows(profile(), target)).isFalse();
    }

    @Test
    void aStarStandsForOneLabel() {
        OAuthProfile profile = profile("hosts", "https://*.vault.example, https://API.example:8443");
        assertThat(allows(profile, "https://a.vault.example/")).isTrue();
        assertThat(allows(profile, "https://a.b.vault.example/")).isFalse();
        assertThat(allows(profile, "https://vault.example/")).isFalse();
        assertThat(allows(profile, "https://api.example:8443/")).isTrue();
        assertThat(allows(profile, "https://graph.microsoft.com/")).isFalse();
    }

    @Test
    void loopbackNeedsNoTls() {
        OAuthProfile profile = profile("hosts", "http://localhost:8081,http://127.0.0.1:1,http://[::1]:2");
        assertThat(allows(profile, "http://localhost:8081/users")).isTrue();
        assertThat(allows(profile, "http://[::1]:2/users")).isTrue();
    }

    @Test
    void placeholdersAreResolved() {
        Properties values = new Properties();
        values.setProperty("the.host", "https://api.example");
        camel.getPropertiesComponent().setInitialProperties(values);
        assertThat(allows(profile("hosts", "{{the.host}}"), "https://api.example/"))
                .isTrue();
    }

    @Test
    void aMissingPlaceholderIsToldWithoutItsText() {
        assertThatThrownBy(() -> profile("client-secret", "abc{{nothing.there}}"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("oauth.graph.client-secret")
                .hasMessageNotContaining("abc");
    }

    @Test
    void theProcessorsAreBeans() {
        profile();
        assertThat(camel.getRegistry().lookupByName("oauth.graph")).isInstanceOf(Processor.class);
        assertThat(camel.getRegistry().lookupByName("oauth.none")).isInstanceOf(Processor.class);
    }

    @Test
    void aMessageSelectsAmongTheProfilesTenantsOnly() {
        OAuthProfile profile = profile("tenants", "fabrikam.example");
        DefaultExchange exchange = new DefaultExchange(camel);
        assertThat(profile.tenantFor(exchange)).isEqualTo("contoso.example");
        exchange.setProperty(OAuthProfile.TENANT_PROPERTY, "fabrikam.example");
        assertThat(profile.tenantFor(exchange)).isEqualTo("fabrikam.example");
        exchange.setProperty(OAuthProfile.TENANT_PROPERTY, "evil.example");
        assertThatThrownBy(() -> profile.tenantFor(exchange)).hasMessageContaining("oauth.graph.tenants");
    }

    @Test
    void noneIsNoNameForAProfile() {
        assertThatThrownBy(() -> OAuth.install(camel, Map.of("oauth.none.scope", "x")))
                .isInstanceOf(SettingException.class);
    }

    @Test
    void aKeyGivenInPlaceOfItsFilesNameIsNotShown() {
        String key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg/kq\n-----END PRIVATE KEY-----";
        Map<String, String> properties = Map.of(
                "oauth.graph.tenant-id", "contoso.example",
                "oauth.graph.client-id", "client",
                "oauth.graph.scope", "https://graph.microsoft.com/.default",
                "oauth.graph.certificate", key);
        assertThatThrownBy(() -> OAuth.install(new DefaultCamelContext(), properties))
                .hasMessageContaining("oauth.graph.certificate: there is no readable file of the name given there")
                .hasMessageNotContaining("MIIEvQ");
    }
}
