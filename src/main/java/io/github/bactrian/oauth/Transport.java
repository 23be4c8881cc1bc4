package io.github.bactrian.oauth;

import io.github.bactrian.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way to the issuer.
 *
 * @param caFile PEM certificates that the issuer's certificate may also be signed by; null: the usual ones only
 * @param proxy null: what the Java runtime is told by its system properties
 * @param timeout for the whole request
 * @param direct past every proxy
 */
record Transport(@Nullable Path caFile, @Nullable URI proxy, Duration timeout, boolean direct) {

    static Transport read(Settings settings) {
        return new Transport(
                settings.file("ca-file").orElse(null),
                settings.origin("proxy", Set.of("http")).orElse(null),
                timeout(settings),
                false);
    }

    /** To an issuer on or beside this machine. */
    static Transport direct(Settings settings) {
        return new Transport(null, null, timeout(settings), true);
    }

    private static Duration timeout(Settings settings) {
        return settings.duration("timeout", Duration.ofSeconds(15));
    }

    HttpClient client() throws IOException, GeneralSecurityException {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        if (caFile != null) {
            client.sslContext(CaFile.withUsual(caFile));
        }
        if (proxy != null) {
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port)));
        }
        if (direct) {
            client.proxy(HttpClient.Builder.NO_PROXY);
        }
        return client.build();
    }
}
