package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Tries the profiles one by one, in a Camel context of their own, so that each fault is found. */
record ProfileCheck(Configuration configuration, Clock clock) {

    /** Judges the settings alone. */
    void settings(Consumer<String> findings) {
        configuration.profiles().forEach(name -> attempt(name, findings, (context, profile) -> {}));
    }

    /**
     * Gets a token for each profile, as the daemon would.
     *
     * @param told what each token is good for; never the token
     */
    void tokens(Consumer<String> told, Consumer<String> findings) {
        configuration
                .profiles()
                .forEach(name -> attempt(name, findings, (context, profile) -> {
                    try {
                        Token token = profile.token(profile.tenantFor(new DefaultExchange(context)));
                        told.accept("oauth." + name + ": token for " + describe(token));
                    } catch (TokenException | IllegalArgumentException e) {
                        findings.accept(Reasons.of(e));
                    }
                }));
    }

    private interface Attempt {
        void with(CamelContext context, OAuthProfile profile);
    }

    private void attempt(String name, Consumer<String> findings, Attempt attempt) {
        Map<String, String> own = new TreeMap<>(configuration.values());
        own.keySet().removeIf(key -> !key.startsWith("oauth." + name + "."));
        CamelContext context = new DefaultCamelContext(false);
        try {
            OAuth.install(context, own).profiles().forEach(profile -> attempt.with(context, profile));
        } catch (SettingException e) {
            findings.accept(Reasons.of(e, configuration));
        } finally {
            context.stop();
        }
    }

    private String describe(Token token) {
        Object audience = token.claims().get("aud");
        List<String> roles = token.claims().get("roles") instanceof Collection<?> present
                ? present.stream().map(Objects::toString).toList()
                : List.of();
        return (audience == null ? "an audience it does not tell" : audience)
                + (roles.isEmpty()
                        ? ", without roles (has an administrator consented?)"
                        : ", roles " + String.join(", ", roles))
                + ", valid for " + Words.time(Duration.between(clock.instant(), token.expires()));
    }
}
