package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a profile stands with one tenant, without the token.
 *
 * @param tenant the empty text if the profile's issuer knows no tenants
 * @param expires when the token at hand expires, {@link Token#OPEN_END} if no one tells; null if there is none
 * @param failure why the last request failed, with what to do; null if it did not
 * @param retryAt before which nobody asks again; null if there was no failure
 */
@PublicApi
public record TokenStanding(
        String tenant,
        @Nullable Instant expires,
        @Nullable String failure,
        @Nullable Instant retryAt) {}
