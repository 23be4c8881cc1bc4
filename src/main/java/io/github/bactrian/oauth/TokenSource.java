package io.github.bactrian.oauth;

import org.jspecify.annotations.Nullable;

/** Asks an issuer for a token, each time it is called. */
interface TokenSource {

    /**
     * A new token.
     *
     * @param tenant the directory that is to issue the token
     * @param claims the claims challenge (JSON) of an API that refused the last token; null if there was none
     * @throws TokenException if no token was issued
     */
    Token acquire(String tenant, @Nullable String claims) throws TokenException;
}
