package io.github.bactrian.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands out texts that say whose token would stand there; knows nobody whom it could ask for one. */
record NoIssuer(ProfileSettings settings, Clock clock) implements TokenSource {
    private static final Duration FOR_GOOD = Duration.ofDays(365);

    @Override
    public Token acquire(String tenant, @Nullable String claims) {
        Instant now = clock.instant();
        return Token.of("<app-only token of oauth." + settings.name() + ">", now, now.plus(FOR_GOOD));
    }
}
