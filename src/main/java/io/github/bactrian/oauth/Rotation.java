package io.github.bactrian.oauth;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The app's credentials at work while they are being rotated: the one that was accepted last goes first, and each other one
 * is tried once if the issuer refuses it.
 */
final class Rotation {

    /** Asks for a token with one credential. */
    @FunctionalInterface
    interface Attempt {
        Token with(AppCredential credential) throws TokenException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    private final AppCredentials credentials;
    private final Clock clock;
    private final AtomicInteger preferred = new AtomicInteger();

    Rotation(AppCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    Token acquire(Attempt attempt) throws TokenException {
        int first = preferred.get();
        int last = first + credentials.size() - 1;
        for (int i = first; i < last; i++) {
            try {
                return accepted(i, attempt);
            } catch (TokenException e) {
                if (!e.credentialRefused()) {
                    throw e;
                }
                LOG.warn("{} The other credential is tried", e.getMessage());
            }
        }
        return accepted(last, attempt);
    }

    private Token accepted(int turn, Attempt attempt) throws TokenException {
        int index = turn % credentials.size();
        Token token = attempt(credentials.get(index), attempt);
        preferred.set(index);
        return token;
    }

    private Token attempt(AppCredential credential, Attempt attempt) throws TokenException {
        try {
            return attempt.with(credential);
        } catch (TokenException e) {
            Instant expires = credential.expires();
            if (e.credentialRefused() && expires != null && !expires.isAfter(clock.instant())) {
                throw e.noting("The certificate " + credential.place() + " expired on " + expires + "; renew it");
            }
            throw e;
        }
    }
}
