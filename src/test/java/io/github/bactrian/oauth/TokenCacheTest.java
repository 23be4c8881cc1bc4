package io.github.bactrian.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bactrian.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenCacheTest {

    private static final Executor THREADS = task -> new Thread(task).start();

    private final SettableClock clock = new SettableClock();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> claims = new ArrayList<>();
    private final List<Runnable> background = new ArrayList<>();
    private final CountDownLatch issuerReady = new CountDownLatch(1);
    private volatile @Nullable TokenException failure;

    private final TokenCache cache =
            new TokenCache("oauth.test", this::issue, clock, background::add, Duration.ofSeconds(30));

    private Token issue(String tenant, @Nullable String challenge) throws TokenException {
        int number = requests.incrementAndGet();
        TokenException told = failure;
        if (told != null) {
            throw told;
        }
        if (challenge != null) {
            claims.add(challenge);
        }
        return Token.of(tenant + "-" + number, clock.instant(), clock.instant().plus(Duration.ofHours(1)));
    }

    private String value() throws TokenException {
        return cache.token("t").value();
    }

    private TokenException failureOf(String tenant) {
        return catchThrowableOfType(TokenException.class, () -> cache.token(tenant));
    }

    @Test
    void sixtyFourColdThreadsMakeOneRequest() {
        TokenCache slow = new TokenCache(
                "oauth.test",
                (tenant, challenge) -> {
                    awaitIssuer();
                    return issue(tenant, challenge);
                },
                clock,
                background::add,
                Duration.ofSeconds(30));
        List<CompletableFuture<Token>> callers = IntStream.range(0, 64)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> tokenOf(slow), THREADS))
                .toList();
        issuerReady.countDown();
        assertThat(callers)
                .extracting(CompletableFuture::join)
                .extracting(Token::value)
                .containsOnly("t-1");
    }

    private static Token tokenOf(TokenCache cache) {
        try {
            return cache.token("t");
        } catch (TokenException e) {
            throw new CompletionException(e);
        }
    }

    private void awaitIssuer() {
        try {
            issuerReady.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tenantsHaveTokensOfTheirOwn() throws TokenException {
        assertThat(cache.token("a")).isNotEqualTo(cache.token("b"));
        assertThat(requests).hasValue(2);
    }

    @Test
    void tenThousandTenantsMakeALookupNoLonger() throws TokenException {
        for (int i = 0; i < 10_000; i++) {
            cache.token("tenant-" + i);
        }
        assertThat(requests).hasValue(10_000);
        int before = clock.readings();
        assertThat(cache.token("tenant-0").value()).isEqualTo("tenant-0-1");
        assertThat(cache.token("tenant-9999").value()).isEqualTo("tenant-9999-10000");
        assertThat(requests).hasValue(10_000);
        assertThat(clock.readings() - before)
                .as("each token's age is looked at once, and no other's")
                .isEqualTo(2);
    }

    @Test
    void aValidTokenIsKept() throws TokenException {
        value();
        clock.advance(Duration.ofMinutes(54));
        assertThat(value()).isEqualTo("t-1");
        assertThat(background).isEmpty();
    }

    @Test
    void useWithinTheMarginRenewsInTheBackground() throws TokenException {
        value();
        clock.advance(Duration.ofMinutes(56));
        assertThat(List.of(value(), value())).containsOnly("t-1");
        assertThat(background).hasSize(1);
        background.get(0).run();
        assertThat(value()).isEqualTo("t-2");
    }

    @Test
    void anExpiredTokenIsReplacedAtOnce() throws TokenException {
        value();
        clock.advance(Duration.ofHours(1));
        assertThat(value()).isEqualTo("t-2");
    }

    @Test
    void aValidTokenOutlivesAnIssuerThatIsDown() throws TokenException {
        value();
        clock.advance(Duration.ofMinutes(56));
        failure = TokenException.passing("down", null, null);
        value();
        background.get(0).run();
        assertThat(value()).isEqualTo("t-1");
        assertThat(background).as("nobody asks again at once").hasSize(1);
        clock.advance(Duration.ofSeconds(2));
        value();
        assertThat(background).hasSize(2);
    }

    @Test
    void aFailureIsRememberedForAGrowingTime() throws TokenException {
        failure = TokenException.passing("down", null, null);
        assertThat(List.of(failureOf("t").getMessage(), failureOf("t").getMessage()))
                .containsOnly("down");
        assertThat(requests).hasValue(1);
        clock.advance(Duration.ofMillis(1200));
        Duration second = Duration.between(clock.instant(), failureOf("t").retryAt());
        assertThat(requests).hasValue(2);
        assertThat(second).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2400));
    }

    @Test
    void whileTheIssuerFailsForTenMinutesItIsAskedEverLessOftenHoweverManyWait() throws TokenException {
        failure = TokenException.passing("down", null, null);
        for (int second = 0; second < 600; second++) {
            for (int worker = 0; worker < 8; worker++) {
                assertThat(failureOf("t")).hasMessage("down");
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(requests).hasValueLessThan(20);
        failure = null;
        clock.advance(Duration.ofMinutes(5));
        assertThat(value()).startsWith("t-");
    }

    @Test
    void aClockThatIsSetBackDoesNotLengthenTheWait() {
        failure = TokenException.passing("down", null, null);
        failureOf("t");
        clock.advance(Duration.ofHours(-1));
        failureOf("t");
        assertThat(requests).hasValue(2);
    }

    @Test
    void aLastingFailureIsNotHammered() {
        failure = TokenException.lasting("wrong secret", true, null);
        for (int second = 0; second < 600; second++) {
            assertThat(failureOf("t").needsAction()).isTrue();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(requests.get()).isBetween(10, 14);
    }

    @Test
    void aLongerTimeThatTheIssuerAsksForIsObeyed() {
        failure = TokenException.passing("busy", clock.instant().plus(Duration.ofMinutes(10)), null);
        assertThat(failureOf("t").retryAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
        clock.advance(Duration.ofMinutes(9));
        failureOf("t");
        assertThat(requests).hasValue(1);
    }

    @Test
    void successForgetsTheFailure() throws TokenException {
        failure = TokenException.passing("down", null, null);
        failureOf("t");
        failure = null;
        clock.advance(Duration.ofMinutes(1));
        assertThat(value()).isEqualTo("t-2");
    }

    @Test
    void aRefusedTokenIsReplacedOnceForAllWhoHeldIt() throws TokenException {
        Token refused = cache.token("t");
        Token first = cache.renew("t", refused, "{}");
        Token second = cache.renew("t", refused, "{}");
        assertThat(List.of(first.value(), second.value())).containsOnly("t-2");
        assertThat(claims).containsExactly("{}");
    }

    @Test
    void aRefusedTokenIsNotHandedOutAgainEvenIfTheIssuerIsDown() throws TokenException {
        Token refused = cache.token("t");
        failure = TokenException.passing("down", null, null);
        assertThatThrownBy(() -> cache.renew("t", refused, null)).hasMessage("down");
        assertThat(failureOf("t")).hasMessage("down");
    }

    @Test
    void aTokenRefusedWhileTheIssuerIsKnownToBeDownIsNotHandedOutAgain() throws TokenException {
        Token refused = cache.token("t");
        clock.advance(Duration.ofMinutes(56));
        failure = TokenException.passing("down", null, null);
        value();
        background.get(0).run();
        assertThatThrownBy(() -> cache.renew("t", refused, null)).hasMessage("down");
        assertThat(failureOf("t")).hasMessage("down");
    }

    @Test
    void tokensThatAreRefusedOverAndOverAreNotRenewedForEver() throws TokenException {
        for (int i = 0; i < 50; i++) {
            cache.renew("t", cache.token("t"), null);
        }
        assertThat(requests.get()).isLessThan(15);
    }
}
