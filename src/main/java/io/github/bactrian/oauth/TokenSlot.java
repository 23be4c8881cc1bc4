package io.github.bactrian.oauth;

import io.github.bactrian.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The place of one token. What holds at all times:
 *
 * <ol>
 *   <li>At most one request is under way; whoever needs its token waits for it.
 *   <li>A valid token is handed out at once, also while it is being renewed or the issuer is down.
 *   <li>After a failure nobody asks before its time; until then the failure itself is the answer.
 *   <li>A token that an API refused is not handed out again, unless the API refuses one fresh token after another.
 * </ol>
 */
final class TokenSlot {

    /** Asks for the token of this place. */
    @FunctionalInterface
    interface Request {
        Token send(@Nullable String claims) throws TokenException;
    }

    /**
     * @param token the last one; null if there was none or it was refused
     * @param flight the request under way; null if there is none
     * @param failure why the last request failed; null if it did not
     * @param failedAt when it did; null if it did not
     * @param failures in a row
     * @param refusals of tokens that were fresh, in a row
     */
    private record State(
            @Nullable Token token,
            @Nullable CompletableFuture<Token> flight,
            @Nullable TokenException failure,
            @Nullable Instant failedAt,
            int failures,
            int refusals) {

        State flying(CompletableFuture<Token> begun) {
            return new State(token, begun, failure, failedAt, failures, refusals);
        }

        State refused(boolean fresh) {
            return new State(null, flight, failure, failedAt, failures, fresh ? refusals + 1 : 0);
        }

        State fetched(Token fetched) {
            return new State(fetched, null, null, null, 0, refusals);
        }

        State failed(TokenException told, Instant now) {
            return new State(token, null, told, now, failures + 1, refusals);
        }

        boolean mayAsk(Instant now) {
            // a clock that was set back must not lengthen the wait
            boolean setBack = failedAt != null && now.isBefore(failedAt);
            return failure == null || failure.retryAt() == null || setBack || !now.isBefore(failure.retryAt());
        }
    }

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final int MOST_REFUSALS = 10;
    private static final Backoff PASSING = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Backoff LASTING = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final AtomicReference<State> state = new AtomicReference<>(new State(null, null, null, null, 0, 0));
    private final String name;
    private final Request request;
    private final Clock clock;
    private final Executor background;
    private final Duration patience;

    TokenSlot(String name, Request request, Clock clock, Executor background, Duration patience) {
        this.name = name;
        this.request = request;
        this.clock = clock;
        this.background = background;
        this.patience = patience;
    }

    Token token() throws TokenException {
        State seen = seen();
        Token token = seen.token();
        Instant now = clock.instant();
        if (token == null || !token.isValid(now)) {
            return fetch(seen, seen, null);
        }
        if (token.isDueForRenewal(now) && seen.flight() == null && seen.mayAsk(now)) {
            renewInBackground(seen);
        }
        return token;
    }

    /** Another token than {@code refused}; that one itself if fresh tokens are refused time and again. */
    Token renew(Token refused, @Nullable String claims) throws TokenException {
        State seen = seen();
        Token held = seen.token();
        if (held == null || !held.value().equals(refused.value())) {
            return token();
        }
        boolean fresh = clock.instant().isBefore(held.acquired().plus(FRESH));
        return fresh && seen.refusals() >= MOST_REFUSALS ? held : fetch(seen, seen.refused(fresh), claims);
    }

    /** What is at hand for this tenant; asks for nothing. */
    TokenStanding standing(String tenant) {
        State seen = seen();
        Token token = seen.token();
        TokenException failure = seen.failure();
        return new TokenStanding(
                tenant,
                token == null ? null : token.expires(),
                failure == null ? null : failure.getMessage(),
                failure == null ? null : failure.retryAt());
    }

    private State seen() {
        return Objects.requireNonNull(state.get());
    }

    /**
     * Joins the request under way or begins one.
     *
     * @param wanted the state to begin from, if {@code seen} still holds
     */
    private Token fetch(State seen, State wanted, @Nullable String claims) throws TokenException {
        CompletableFuture<Token> underWay = wanted.flight();
        if (underWay != null) {
            state.compareAndSet(seen, wanted);
            return await(underWay);
        }
        TokenException recent = wanted.failure();
        if (recent != null && !wanted.mayAsk(clock.instant())) {
            state.compareAndSet(seen, wanted);
            throw recent.again();
        }
        CompletableFuture<Token> begun = new CompletableFuture<>();
        if (!state.compareAndSet(seen, wanted.flying(begun))) {
            Token refused = seen.token();
            return refused != null && wanted.token() == null ? renew(refused, claims) : token();
        }
        fly(begun, claims);
        return await(begun);
    }

    private void renewInBackground(State seen) {
        CompletableFuture<Token> begun = new CompletableFuture<>();
        if (state.compareAndSet(seen, seen.flying(begun))) {
            try {
                background.execute(() -> fly(begun, null));
            } catch (RuntimeException | Error e) {
                land(begun, TokenException.passing(name + ": no thread for the renewal: " + e.getMessage(), null, e));
            }
        }
    }

    private void fly(CompletableFuture<Token> flight, @Nullable String claims) {
        try {
            Token fetched = request.send(claims);
            state.updateAndGet(current -> current.fetched(fetched));
            flight.complete(fetched);
        } catch (TokenException e) {
            land(flight, e);
        } catch (RuntimeException e) {
            land(flight, unexpected(e));
        } catch (Error e) {
            land(flight, unexpected(e));
            throw e;
        }
    }

    private TokenException unexpected(Throwable failure) {
        String message =
                name + ": the token request failed: " + failure.getClass().getName();
        return TokenException.passing(message, null, failure);
    }

    private void land(CompletableFuture<Token> flight, TokenException failure) {
        Instant now = clock.instant();
        State after =
                state.updateAndGet(current -> current.failed(failure.until(nextAttempt(failure, current, now)), now));
        flight.completeExceptionally(after.failure() == null ? failure : after.failure());
    }

    private static Instant nextAttempt(TokenException failure, State current, Instant now) {
        Instant soonest = now.plus((failure.needsAction() ? LASTING : PASSING).after(current.failures() + 1));
        Instant told = failure.retryAt();
        return told != null && told.isAfter(soonest) ? told : soonest;
    }

    private Token await(CompletableFuture<Token> flight) throws TokenException {
        try {
            return flight.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TokenException failure) {
                throw failure.again();
            }
            throw new IllegalStateException("A token request ended in an unknown way", e);
        } catch (TimeoutException e) {
            throw TokenException.passing(name + ": a token request begun by another call is still unanswered", null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.passing(name + ": interrupted while waiting for a token", null, e);
        }
    }
}
