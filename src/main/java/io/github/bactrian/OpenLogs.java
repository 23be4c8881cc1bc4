package io.github.bactrian;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Logs of the Java runtime, switched on by system properties, that write down what is sent, credentials included. */
public final class OpenLogs {
    private static final String HTTP = "jdk.httpclient.HttpClient.log";
    private static final Set<String> SHOWING_HEADERS = Set.of("headers", "frames", "content", "all");
    private static final List<String> DEBUG =
            List.of("jdk.internal.httpclient.debug", "jdk.internal.httpclient.hpack.debug");
    private static final String TLS = "javax.net.debug";
    private static final Set<String> SHOWING_BYTES = Set.of("all", "plaintext");

    private OpenLogs() {}

    /** Returns why nothing secret may be sent with the Java runtime's own HTTP client now, and what to do. */
    public static Optional<String> ofJavaHttpClient() {
        if (hasWord(HTTP, SHOWING_HEADERS)) {
            return Optional.of(problem(HTTP, "set it to requests,errors or remove it"));
        }
        return DEBUG.stream()
                .filter(key -> !System.getProperty(key, "false").equalsIgnoreCase("false"))
                .findFirst()
                .map(key -> problem(key, "remove it"))
                .or(OpenLogs::ofTls);
    }

    /** Returns why nothing secret may be sent over TLS now, and what to do. */
    public static Optional<String> ofTls() {
        return hasWord(TLS, SHOWING_BYTES)
                ? Optional.of(problem(TLS, "set it to ssl:handshake or remove it"))
                : Optional.empty();
    }

    private static boolean hasWord(String key, Set<String> words) {
        String value = System.getProperty(key, "").toLowerCase(Locale.ROOT);
        return Arrays.stream(value.split("[^a-z]+")).anyMatch(words::contains);
    }

    private static String problem(String key, String remedy) {
        return "the system property " + key + " is set, and its log would show the credential; " + remedy;
    }
}
