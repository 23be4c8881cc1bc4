package io.github.bactrian.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of each request how long it took and whether a token was issued. */
record ToldTokenSource(TokenSource source, Telling telling) implements TokenSource {

    /** Who is told. */
    interface Telling {
        void asked(Duration took, boolean issued);
    }

    @Override
    public Token acquire(String tenant, @Nullable String claims) throws TokenException {
        long begun = System.nanoTime();
        boolean issued = false;
        try {
            Token token = source.acquire(tenant, claims);
            issued = true;
            return token;
        } finally {
            telling.asked(Duration.ofNanos(System.nanoTime() - begun), issued);
        }
    }
}
