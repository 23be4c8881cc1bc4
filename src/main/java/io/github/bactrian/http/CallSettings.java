package io.github.bactrian.http;

import io.github.bactrian.Settings;
import io.github.bactrian.oauth.CaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * How calls with a profile behave: {@code oauth.<profile>.call.*}.
 *
 * @param maxWait the longest wait that a server may ask of a call, all its waits together
 * @param connectTimeout until the connection stands; empty: the endpoint's
 * @param responseTimeout until the next bytes of an answer arrive; empty: the endpoint's
 * @param pace the most calls in a time; empty: no limit
 * @param maxInFlight the most calls at once
 * @param retries how often a call that failed is made again, where that can do no harm
 * @param maxAnswer the most bytes of an answer that are read, decoded
 * @param trust in certificates of the API that are not trusted otherwise; empty: none
 */
record CallSettings(
        Duration maxWait,
        Optional<Duration> connectTimeout,
        Optional<Duration> responseTimeout,
        Optional<Pace> pace,
        int maxInFlight,
        int retries,
        long maxAnswer,
        Optional<X509ExtendedTrustManager> trust) {

    static final Set<String> KEYS = Set.of(
            "max-wait",
            "connect-timeout",
            "response-timeout",
            "rate",
            "max-in-flight",
            "retries",
            "max-answer",
            "ca-file");

    private static final int DEFAULT_RETRIES = 3;

    /** Camel keeps answers in memory, and many are read at once. */
    private static final long DEFAULT_ANSWER =
            Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 64);

    /** For calls without a profile. */
    static final CallSettings DEFAULT = read(new Settings("", Map.of()));

    static CallSettings read(Settings settings) {
        settings.allowOnly(KEYS);
        return new CallSettings(
                settings.duration("max-wait", Duration.ofMinutes(5)),
                duration(settings, "connect-timeout"),
                duration(settings, "response-timeout"),
                settings.text("rate").map(text -> Pace.read(settings, text)),
                settings.number("max-in-flight", 1, Integer.MAX_VALUE),
                settings.number("retries", 0, DEFAULT_RETRIES),
                settings.size("max-answer", DEFAULT_ANSWER),
                settings.file("ca-file").map(file -> trust(settings, file)));
    }

    private static X509ExtendedTrustManager trust(Settings settings, Path caFile) {
        try {
            return CaFile.only(caFile);
        } catch (IOException | GeneralSecurityException e) {
            throw settings.problem("ca-file", "holds no PEM certificates that can be used: " + e.getMessage());
        }
    }

    private static Optional<Duration> duration(Settings settings, String key) {
        return settings.has(key) ? Optional.of(settings.duration(key, Duration.ZERO)) : Optional.empty();
    }

    /** The request configuration of the endpoint with this profile's timeouts. */
    @SuppressWarnings("deprecation") // The successor is set on the connection manager, which profiles share.
    RequestConfig applyTo(RequestConfig endpoint) {
        RequestConfig.Builder config = RequestConfig.copy(endpoint);
        connectTimeout.ifPresent(timeout -> config.setConnectTimeout(Timeout.of(timeout)));
        responseTimeout.ifPresent(timeout -> config.setResponseTimeout(Timeout.of(timeout)));
        return config.build();
    }
}
