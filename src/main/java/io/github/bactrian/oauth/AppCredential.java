package io.github.bactrian.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What proves to the issuer that a request comes from the app. */
sealed interface AppCredential {

    /** The file it is in, or the key of the property; for messages. */
    String place();

    /** Texts that must not be shown even if the issuer echoes them. */
    Collection<String> hidden();

    /** When it ends; null if it does not tell. */
    default @Nullable Instant expires() {
        return null;
    }

    /** A password of the app. */
    record Secret(String place, String value) implements AppCredential {

        @Override
        public Collection<String> hidden() {
            return List.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Secret[" + place + "]";
        }
    }

    /**
     * A private key and its certificate.
     *
     * @param chain the certificate of the key, then those that vouch for it
     */
    record Certificate(String place, PrivateKey key, List<X509Certificate> chain) implements AppCredential {

        X509Certificate leaf() {
            return chain.get(0);
        }

        @Override
        public Collection<String> hidden() {
            return List.of();
        }

        @Override
        public Instant expires() {
            return leaf().getNotAfter().toInstant();
        }

        @Override
        public String toString() {
            return "Certificate[" + place + "]";
        }
    }

    /** A token that another issuer, such as a Kubernetes cluster, gave the app. */
    record Assertion(String place, String value) implements AppCredential {

        @Override
        public Collection<String> hidden() {
            return List.of(value);
        }

        @Override
        public String toString() {
            return "Assertion[" + place + "]";
        }
    }
}
