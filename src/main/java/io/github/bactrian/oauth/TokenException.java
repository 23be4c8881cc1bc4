package io.github.bactrian.oauth;

import io.github.bactrian.PublicApi;
import io.github.bactrian.SystemicFault;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** No token was to be had. The message says what the issuer said, why that is, and what to do. */
@PublicApi
public final class TokenException extends IOException implements SystemicFault {

    private final boolean needsAction;
    private final boolean credentialRefused;
    private final @Nullable Instant retryAt;

    private TokenException(
            String message,
            boolean needsAction,
            boolean credentialRefused,
            @Nullable Instant retryAt,
            @Nullable Throwable cause) {
        super(message, cause);
        this.needsAction = needsAction;
        this.credentialRefused = credentialRefused;
        this.retryAt = retryAt;
    }

    /** It passes by itself. */
    static TokenException passing(String message, @Nullable Instant retryAt, @Nullable Throwable cause) {
        return new TokenException(message, false, false, retryAt, cause);
    }

    /** It stays until a person changes something. */
    static TokenException lasting(String message, boolean credentialRefused, @Nullable Throwable cause) {
        return new TokenException(message, true, credentialRefused, null, cause);
    }

    /** The same failure with the time before which nobody asks again. */
    TokenException until(Instant nextAttempt) {
        return new TokenException(getMessage(), needsAction, credentialRefused, nextAttempt, getCause());
    }

    /** The same failure with one more sentence. */
    TokenException noting(String sentence) {
        return new TokenException(getMessage() + " " + sentence, needsAction, credentialRefused, retryAt, getCause());
    }

    /** The same failure, told to a later caller: with a stack trace of its own. */
    TokenException again() {
        return new TokenException(getMessage(), needsAction, credentialRefused, retryAt, getCause());
    }

    /** Whether the issuer refused the app's credential, so that another one may help. */
    boolean credentialRefused() {
        return credentialRefused;
    }

    @Override
    public boolean needsAction() {
        return needsAction;
    }

    @Override
    public @Nullable Instant retryAt() {
        return retryAt;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
