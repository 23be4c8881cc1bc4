package io.github.bactrian.oauth;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses tokens that lack an app role: Entra issues a token without roles to an app that nobody consented to. */
record RequiredRoles(ProfileSettings settings, TokenSource source) implements TokenSource {

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        Token token = source.acquire(tenant, claims);
        Set<String> missing = new LinkedHashSet<>(settings.requiredRoles());
        missing.removeAll(rolesOf(token));
        if (!missing.isEmpty()) {
            String message = "oauth." + settings.name() + ": the token lacks the app roles "
                    + String.join(", ", missing) + ". "
                    + settings.identity().roleRemedy(tenant);
            throw TokenException.lasting(message, false, null);
        }
        return token;
    }

    private static Collection<String> rolesOf(Token token) {
        return token.claims().get("roles") instanceof Collection<?> present
                ? present.stream().map(Objects::toString).toList()
                : List.of();
    }
}
