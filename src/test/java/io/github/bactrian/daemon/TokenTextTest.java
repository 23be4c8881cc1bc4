package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.oauth.Token;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTextTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aTokenWhoseEndNoOneTellsIsSaidToCountUntilItIsRefused() {
        Token token = new Token("opaque", NOW, Token.OPEN_END, Token.OPEN_END);
        assertThat(new TokenText(token, NOW).lines()).contains("expires  never, as far as it tells");
        assertThat(TokenText.life(token, NOW)).isEqualTo("until its API refuses it, for no one tells how long");
    }

    @Test
    void anyOtherTokenIsSaidToCountForATime() {
        Token token = new Token("opaque", NOW, NOW.plusSeconds(3600), NOW);
        assertThat(TokenText.life(token, NOW)).startsWith("for ");
    }
}
