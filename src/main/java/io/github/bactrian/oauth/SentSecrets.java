package io.github.bactrian.oauth;

import io.github.bactrian.Mask;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an answer that cannot be read may repeat of its request, in the words of the exception. */
final class SentSecrets {
    private static final List<String> HEADERS = List.of("authorization", "x-identity-header", "secret");
    private static final List<String> FIELDS = List.of("client_secret", "client_assertion");

    private SentSecrets() {}

    /** The failure itself, or one that says the same without secrets. */
    static Throwable without(Throwable failure, Map<String, String> headers, String form) {
        Mask mask = Mask.ofSecrets(secrets(headers, form));
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (!mask.apply(message).equals(message)) {
                IOException masked = new IOException(mask.apply(failure.toString()));
                masked.setStackTrace(failure.getStackTrace());
                return masked;
            }
        }
        return failure;
    }

    private static List<String> secrets(Map<String, String> headers, String form) {
        List<String> secrets = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (HEADERS.stream().anyMatch(name::equalsIgnoreCase)) {
                secrets.add(value.substring(value.indexOf(' ') + 1));
            }
        });
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && FIELDS.contains(field.substring(0, equals))) {
                secrets.add(URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return secrets;
    }
}
