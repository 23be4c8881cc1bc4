package io.github.bactrian.http;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it is with the gate that all calls of one profile and tenant go through, or all calls to one origin without a token.
 *
 * @param name as logs and errors name it
 * @param profile whose gate it is; null if that of an origin
 * @param tenant the empty text if the profile knows no tenants, or there is no profile
 * @param closedUntil when the API may be asked again; in the past while that is being tried; null if the gate is open
 * @param inFlight calls under way
 * @param learned what calls keep to because the API has refused some, in words; null if nothing was learned
 * @param throttled how long the API has kept the gate closed, in all
 */
public record GateState(
        String name,
        @Nullable String profile,
        String tenant,
        @Nullable Instant closedUntil,
        int inFlight,
        @Nullable String learned,
        Duration throttled) {}
