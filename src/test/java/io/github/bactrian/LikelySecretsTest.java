package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikelySecretsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl here | got *** here",
                "token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl | token=***",
                "Authorization: Bearer 0123456789abcdef-XYZ | Authorization: Bearer ***",
                "sent Basic dGhlLWNsaWVudDpzM2NyM3Q= | sent Basic ***",
                "{\"access_token\":\"0123456789abcdefgh\",\"a\":1} | {\"access_token\":\"***\",\"a\":1}",
                "{\\\"access_token\\\":\\\"0123456789abcdefgh\\\"} | {\\\"access_token\\\":\\\"***\\\"}",
                "client_secret=abc~0123456789-xyz&scope=x | client_secret=***&scope=x",
            })
    void whatLooksLikeASecretIsTakenOut(String text, String masked) {
        assertThat(LikelySecrets.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.component.http.HttpProducer.process failed",
                "user ann.anderson-with-a-long-name@mail.example.com exists",
                "Basic authentication is switched off for this tenant",
                "Authorization: Bearer ***",
                "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "4f6c2c5e-0b67-4e0f-9c52-6f1f3b1e2d00",
                "oauth.graph.client-secret-file=/etc/bactrian/graph.secret.for.production is missing"
            })
    void otherTextIsLeftAlone(String text) {
        assertThat(LikelySecrets.masked(text)).isEqualTo(text);
    }

    @Test
    void theTimeGrowsWithTheText() {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (String unit : new String[] {"eyJ", "eyJa.", "Bearer ", "access_token=", "a.", "Basic+"}) {
                LikelySecrets.masked("a." + unit.repeat(300_000));
            }
        });
    }
}
