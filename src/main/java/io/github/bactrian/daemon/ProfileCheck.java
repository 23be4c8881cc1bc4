package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tries the profiles one by one, so that each fault is found. */
record ProfileCheck(Configuration configuration, Clock clock) {

    /** Judges the settings alone. */
    void settings(Consumer<String> findings) {
        configuration.profiles().forEach(name -> attempt(name, findings, profile -> {}));
    }

    /**
     * Gets a token for each profile, as the daemon would.
     *
     * @param told what each token is good for; never the token
     */
    void tokens(Consumer<String> told, Consumer<String> findings) {
        configuration.profiles().forEach(name -> attempt(name, findings, profile -> token(profile, told, findings)));
    }

    private interface Attempt {
        void with(LoneProfile profile);
    }

    private void attempt(String name, Consumer<String> findings, Attempt attempt) {
        try (LoneProfile profile = LoneProfile.open(configuration, name)) {
            attempt.with(profile);
        } catch (SettingException e) {
            findings.accept(Reasons.of(e, configuration));
        }
    }

    private void token(LoneProfile profile, Consumer<String> told, Consumer<String> findings) {
        Optional<Duration> ahead = new IssuerClock(clock).ahead(profile.settings());
        try {
            List<String> certificates = profile.certificates(clock.instant());
            String tenant = profile.tenant(null);
            Token token = profile.token(tenant);
            told.accept(profile + ": token for " + describe(profile, token, tenant)
                    + ahead.map(skew -> ", " + IssuerClock.inWords(skew)).orElse("")
                    + certificates.stream().map(life -> ", " + life).collect(Collectors.joining()));
            Optional.of(profile.remedy(token, tenant))
                    .filter(remedy -> !remedy.isEmpty())
                    .ifPresent(findings);
        } catch (TokenException | IllegalArgumentException e) {
            findings.accept(Reasons.of(e));
        }
        ahead.filter(skew -> skew.abs().compareTo(IssuerClock.TOO_FAR) > 0)
                .ifPresent(skew -> findings.accept(profile + ": " + IssuerClock.inWords(skew)
                        + ", more than issuers put up with. Set this machine's clock"));
    }

    private String describe(LoneProfile profile, Token token, String tenant) {
        Object audience = token.claims().get("aud");
        List<String> roles = LoneProfile.roles(token);
        String none = ", without roles (has an administrator consented?"
                + profile.consentUrl(tenant).map(page -> " " + page).orElse("")
                + ")";
        return (audience == null ? "an audience it does not tell" : audience)
                + (roles.isEmpty() ? none : ", roles " + String.join(", ", roles))
                + ", valid " + TokenText.life(token, clock.instant());
    }
}
