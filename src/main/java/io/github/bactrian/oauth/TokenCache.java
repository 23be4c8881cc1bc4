package io.github.bactrian.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A profile's tokens, one for each tenant. */
final class TokenCache {

    private final ConcurrentMap<String, TokenSlot> slots = new ConcurrentHashMap<>();
    private final String name;
    private final TokenSource source;
    private final Clock clock;
    private final Executor background;
    private final Duration patience;

    /**
     * @param name whose tokens these are, for messages
     * @param background runs renewals of tokens that are still valid
     * @param patience how long a caller waits for a request that another one has begun
     */
    TokenCache(String name, TokenSource source, Clock clock, Executor background, Duration patience) {
        this.name = name;
        this.source = source;
        this.clock = clock;
        this.background = background;
        this.patience = patience;
    }

    /** A valid token, asked for if there is none at hand. */
    Token token(String tenant) throws TokenException {
        return slot(tenant).token();
    }

    /**
     * Another token than the one that an API refused.
     *
     * @param claims the API's claims challenge (JSON); null if there was none
     */
    Token renew(String tenant, Token refused, @Nullable String claims) throws TokenException {
        return slot(tenant).renew(refused, claims);
    }

    /** Of the tenants that were asked for so far. */
    List<TokenStanding> standings() {
        return slots.entrySet().stream()
                .map(slot -> slot.getValue().standing(slot.getKey()))
                .sorted(Comparator.comparing(TokenStanding::tenant))
                .toList();
    }

    void clear() {
        slots.clear();
    }

    private TokenSlot slot(String tenant) {
        // computeIfAbsent alone may lock, and makes its function for every call
        TokenSlot known = slots.get(tenant);
        return known != null ? known : newSlot(tenant);
    }

    private TokenSlot newSlot(String tenant) {
        return slots.computeIfAbsent(
                tenant, key -> new TokenSlot(name, claims -> source.acquire(key, claims), clock, background, patience));
    }
}
