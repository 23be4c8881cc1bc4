package io.github.bactrian.http;

import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import org.jspecify.annotations.Nullable;

/** With which tokens a call is made. */
record Credential(OAuthProfile profile, String tenant) {

    Token token() throws TokenException {
        return profile.token(tenant);
    }

    /** Whether there is another token now. */
    boolean renew(Token refused, @Nullable String claims) throws TokenException {
        return !profile.renew(tenant, refused, claims).value().equals(refused.value());
    }

    /** Whose calls are counted and held together. */
    @Override
    public String toString() {
        return tenant.isEmpty() ? profile.toString() : profile + " (tenant " + tenant + ")";
    }
}
