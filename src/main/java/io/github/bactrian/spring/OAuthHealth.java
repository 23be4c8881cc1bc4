package io.github.bactrian.spring;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenStanding;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Down while a profile has no valid token and the last request for one failed. Asks nobody. */
record OAuthHealth(CamelContext context, Clock clock) implements HealthIndicator {

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        OAuth oauth = OAuth.of(context);
        if (oauth != null) {
            oauth.profiles().forEach(profile -> add(health, profile));
        }
        return health.build();
    }

    private void add(Health.Builder health, OAuthProfile profile) {
        for (TokenStanding standing : profile.standings()) {
            String name = standing.tenant().isEmpty() ? profile.toString() : profile + " " + standing.tenant();
            Instant expires = standing.expires();
            if (expires != null && clock.instant().isBefore(expires)) {
                health.withDetail(
                        name, "has a token until " + (expires.equals(Token.OPEN_END) ? "it is refused" : expires));
            } else if (standing.failure() != null) {
                health.down().withDetail(name, standing.failure());
            }
        }
    }
}
