package io.github.bactrian.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a profile's certificate still lasts.
 *
 * @param file as the profile names it
 * @param expires after which the issuer refuses it
 */
public record CertificateLife(String file, Instant expires) {

    private static final Duration NOTICE = Duration.ofDays(30);

    static List<CertificateLife> of(AppCredentials credentials) throws TokenException {
        List<CertificateLife> lives = new ArrayList<>();
        for (AppCredential credential : credentials.all()) {
            Instant expires = credential.expires();
            if (expires != null) {
                lives.add(new CertificateLife(credential.place(), expires));
            }
        }
        return lives;
    }

    /** Whole days from {@code now}; negative once it has expired. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, expires).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    /** Whether it should be renewed by now. */
    boolean isEnding(Instant now) {
        return !now.isBefore(expires.minus(NOTICE));
    }

    /** What to do about it, as a sentence. */
    String notice(Instant now) {
        String when =
                daysLeft(now) < 0 ? "expired on " + expires : "expires in " + daysLeft(now) + " days, on " + expires;
        return "The certificate " + file + " " + when + "; register a new one and put it before this one";
    }
}
