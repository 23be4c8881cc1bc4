package io.github.bactrian.issuers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.testing.Keycloak;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnabledIfSystemProperty(named = Keycloak.HOME, matches = ".+", disabledReason = "runs with -Pkeycloak")
class KeycloakTest {

    @RegisterExtension
    static final Keycloak KEYCLOAK = new Keycloak();

    @Test
    void theRealmsAppsAreUsers() {
        assertThat(KEYCLOAK.realm().hasUser("service-account-jwt-app")).isTrue();
        KEYCLOAK.realm().replaceSigningKeys();
        assertThat(KEYCLOAK.realm().hasUser("nobody")).isFalse();
    }
}
