package io.github.bactrian.inbound;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer, kept. They are read by a thread of their own, by one at a time; a caller whose token names an unknown key
 * waits for that, a few callers at a time, for everybody can name unknown keys.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(1);

    /** Between two readings for the sake of unknown keys. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final long PATIENCE_MILLIS = 6_000;
    private static final long LONGEST_READING_SECONDS = 20;
    private static final int WAITING = 10;

    private record Known(JWKSet keys, Instant read) {}

    private final String issuer;
    private final ResourceRetriever retriever;
    private final InstantSource clock;
    private final AtomicReference<@Nullable CompletableFuture<Void>> reading = new AtomicReference<>();
    private final Semaphore waiting = new Semaphore(WAITING);
    private volatile @Nullable Known known;
    private volatile Instant tried = Instant.MIN;
    private volatile String failure = "nobody has answered yet";

    IssuerKeys(String issuer, ResourceRetriever retriever, InstantSource clock) {
        this.issuer = issuer;
        this.retriever = retriever;
        this.clock = clock;
    }

    /** @throws KeySourceException if no key is known, and none can be read */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        if (selector.getMatcher().getKeyIDs() == null) {
            // It may be any key; an issuer that changes its keys names them.
            return List.of();
        }
        List<JWK> found = selected(selector);
        if (!found.isEmpty()) {
            if (!isYounger(FRESH)) {
                CompletableFuture<Void> unused = read();
            }
            return found;
        }
        if (clock.instant().isAfter(tried.plus(PAUSE))) {
            await(read());
            found = selected(selector);
        }
        if (!isYounger(USABLE)) {
            throw new KeySourceException(failure);
        }
        return found;
    }

    private List<JWK> selected(JWKSelector selector) {
        Known now = known;
        return now == null || !isYounger(USABLE) ? List.of() : selector.select(now.keys);
    }

    private boolean isYounger(Duration age) {
        Known now = known;
        return now != null && now.read.plus(age).isAfter(clock.instant());
    }

    private void await(CompletableFuture<Void> read) {
        if (!waiting.tryAcquire()) {
            return;
        }
        try {
            read.copy()
                    .completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            waiting.release();
        }
    }

    private CompletableFuture<Void> read() {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> others = reading.compareAndExchange(null, mine);
        if (others != null) {
            return others;
        }
        CompletableFuture<Void> unused = mine.completeOnTimeout(null, LONGEST_READING_SECONDS, TimeUnit.SECONDS)
                .thenRun(() -> reading.compareAndSet(mine, null));
        Thread thread = new Thread(() -> readNow(mine), "bactrian-issuer-keys");
        thread.setDaemon(true);
        thread.start();
        return mine;
    }

    private void readNow(CompletableFuture<Void> done) {
        try {
            known = new Known(fetched(), clock.instant());
        } catch (IOException | ParseException | GeneralException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        } finally {
            tried = clock.instant();
            done.complete(null);
        }
    }

    private JWKSet fetched() throws IOException, ParseException, GeneralException {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(
                content(URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration")));
        if (!metadata.getIssuer().getValue().equals(issuer)) {
            throw new ParseException("the metadata are of " + metadata.getIssuer() + ", not of " + issuer, 0);
        }
        return JWKSet.parse(content(metadata.getJWKSetURI()));
    }

    private String content(URI place) throws IOException {
        if (!"https".equals(place.getScheme())) {
            throw new IOException(place + " is not https");
        }
        return retriever.retrieveResource(place.toURL()).getContent();
    }
}
