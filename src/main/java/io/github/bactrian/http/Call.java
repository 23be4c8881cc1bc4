package io.github.bactrian.http;

import io.github.bactrian.PublicApi;
import java.net.URI;

/**
 * One HTTP request as it goes on the wire; a replay is a call of its own.
 *
 * @param method upper case
 * @param target absolute, without its query, which may hold personal data
 * @param idempotent whether a second sending has no further effect: by method, or because the request carries an
 *     {@code Idempotency-Key}
 */
@PublicApi
public record Call(String method, URI target, boolean idempotent) {

    @Override
    public String toString() {
        return method + " " + target;
    }
}
