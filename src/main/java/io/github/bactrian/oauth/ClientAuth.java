package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.util.List;
import java.util.Locale;

/** How an OAuth client shows its credential, RFC 6749 section 2.3.1 and RFC 7523. */
enum ClientAuth {
    BASIC,
    POST,
    PRIVATE_KEY_JWT;

    /** What the profile says; else what its credential is fit for. */
    static ClientAuth read(Settings settings) {
        ClientAuth fit = settings.has(AppCredentials.CERTIFICATE) ? PRIVATE_KEY_JWT : BASIC;
        String text = settings.text("client-auth").orElse(fit.text());
        for (ClientAuth auth : values()) {
            if (auth.text().equals(text)) {
                return auth;
            }
        }
        throw settings.problem("client-auth", "write basic, post or private-key-jwt");
    }

    AppCredentials credentials(String profile, Settings settings) {
        for (String key : List.of(AppCredentials.SECRET, AppCredentials.SECRET_FILE, AppCredentials.CERTIFICATE)) {
            if (settings.has(key) && !kinds().contains(key)) {
                throw settings.secretProblem(
                        key, "client-auth=" + text() + " takes " + String.join(" or ", kinds()) + " instead");
            }
        }
        return AppCredentials.read(profile, settings, kinds());
    }

    private List<String> kinds() {
        return this == PRIVATE_KEY_JWT
                ? List.of(AppCredentials.CERTIFICATE)
                : List.of(AppCredentials.SECRET, AppCredentials.SECRET_FILE);
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
