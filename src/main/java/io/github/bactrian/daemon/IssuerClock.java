package io.github.bactrian.daemon;

import io.github.bactrian.Settings;
import io.github.bactrian.oauth.CaFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How far this machine's clock is from the issuer's, as the {@code Date} of any of the issuer's answers tells. */
record IssuerClock(Clock clock) {

    /** More than issuers put up with. */
    static final Duration TOO_FAR = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Positive if this machine is ahead; whole seconds; empty if the issuer does not tell or is not reached. */
    Optional<Duration> ahead(Settings profile) {
        if (profile.text("type").orElse("").equals("managed-identity")) {
            return Optional.empty();
        }
        String address = Stream.of("issuer", "token-endpoint", "authority-host")
                .flatMap(key -> profile.text(key).stream())
                .findFirst()
                .orElse("https://login.microsoftonline.com");
        try {
            return ahead(client(profile), URI.create(address).resolve("/"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Why the issuer cannot be reached is told by the token request.
        }
        return Optional.empty();
    }

    private Optional<Duration> ahead(HttpClient client, URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        Optional<String> date =
                client.send(request, BodyHandlers.discarding()).headers().firstValue("Date");
        Instant here = clock.instant();
        return date.flatMap(IssuerClock::parsed)
                .map(there -> Duration.ofSeconds(
                        Math.round(Duration.between(there, here).toMillis() / 1000.0)));
    }

    private static Optional<Instant> parsed(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static HttpClient client(Settings profile) throws IOException, GeneralSecurityException {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        Optional<Path> ca = profile.file("ca-file");
        if (ca.isPresent()) {
            builder.sslContext(CaFile.withUsual(ca.get()));
        }
        profile.origin("proxy", Set.of("http"))
                .ifPresent(proxy -> builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(
                        proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()))));
        return builder.build();
    }

    /** {@code clock 3 s behind the issuer's}. The {@code Date} has whole seconds: one of them says nothing. */
    static String inWords(Duration ahead) {
        if (ahead.abs().toSeconds() <= 1) {
            return "clock as the issuer's";
        }
        return "clock " + Words.time(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of") + " the issuer's";
    }
}
