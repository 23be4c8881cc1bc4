package io.github.bactrian.sandbox;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the registered certificates that an assertion's header speaks of: by x5t#S256, x5t or the first of x5c. */
final class NamedCertificates {

    private NamedCertificates() {}

    /** Whether the header names a certificate at all. */
    static boolean areIn(Map<String, Object> header) {
        return header.containsKey("x5t#S256") || header.containsKey("x5t") || header.containsKey("x5c");
    }

    static List<X509Certificate> of(AppRegistration app, Map<String, Object> header) {
        return app.certificates().stream()
                .filter(certificate -> isNamed(certificate, header))
                .toList();
    }

    private static boolean isNamed(X509Certificate certificate, Map<String, Object> header) {
        try {
            byte[] encoded = certificate.getEncoded();
            return thumbprint("SHA-256", encoded).equals(header.get("x5t#S256"))
                    || thumbprint("SHA-1", encoded).equals(header.get("x5t"))
                    || isFirst(encoded, header.get("x5c"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A registered certificate cannot be encoded", e);
        }
    }

    private static String thumbprint(String algorithm, byte[] certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(certificate);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static boolean isFirst(byte[] certificate, @Nullable Object chain) {
        return chain instanceof List<?> certificates
                && !certificates.isEmpty()
                && Objects.equals(certificates.get(0), Base64.getEncoder().encodeToString(certificate));
    }
}
