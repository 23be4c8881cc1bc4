package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Microsoft Graph and other OData services
                "{\"error\":{\"code\":\"Request_BadRequest\",\"message\":\"no such user\"}} | no such user",
                // RFC 9457
                "{\"type\":\"about:blank\",\"title\":\"Bad\",\"detail\":\"age is negative\"} | age is negative",
                "{\"title\":\"Out of credit\"} | Out of credit",
                // RFC 6749
                "{\"error\":\"invalid_client\",\"error_description\":\"secret expired\"} | secret expired",
                "{\"error\":\"invalid_client\"} | invalid_client",
                "{\"message\":\"say \\\"please\\\"\"} | say \"please\"",
                "{\"errors\":[1]} | {\"errors\":[1]}",
                "{\"error\":{\"message\":\" \"},\"detail\":\"other\"} | other",
                "<html>  <h1>502</h1>  </html> | <html> <h1>502</h1> </html>",
                "`{\"error\":` | {\"error\":",
                "[] | []",
            })
    void theMessageIsTakenFromWhereApisPutIt(String body, String reason) {
        assertThat(Reason.of(new RuntimeCamelException(answer(400, body)), 400)).isEqualTo(reason);
    }

    @Test
    void anAnswerWithoutBodyIsTheStatusAlone() {
        assertThat(Reason.of(answer(400, null), 0)).isEqualTo("HTTP 400");
        assertThat(Reason.of(answer(400, " "), 400)).isEmpty();
    }

    @Test
    void anAnswerOfAnotherStatusSaysNothingAboutThisOne() {
        assertThat(Reason.of(answer(400, "{\"message\":\"x\"}"), 500)).isEmpty();
        assertThat(Reason.of(null, 500)).isEmpty();
    }

    @Test
    void anExceptionSpeaksThroughItsRootCauseOnOneLine() {
        assertThat(Reason.of(new IllegalStateException("outer", new IOException("disk\n\tis full ")), 0))
                .isEqualTo("disk is full");
        assertThat(Reason.of(new IllegalStateException(new IOException()), 0)).isEqualTo("IOException");
    }

    @Test
    void valuesOfTheRowAreReplacedByTheNamesOfTheirColumns() {
        assertThat(masked("user ann@x.example exists, id 7", "mail", "ann@x.example", "id", "7"))
                .isEqualTo("user «mail» exists, id 7");
    }

    @Test
    void aPartOfASecretIsMaskedToo() {
        assertThat(masked("For input string: \"Change-me-\"", row("password", "Change-me-18!"), Set.of("password")))
                .isEqualTo("For input string: \"***\"");
    }

    @Test
    void secretsAreMaskedHoweverShort() {
        assertThat(masked("the pin 7a is too short", row("pin", "7a"), Set.of("pin")))
                .isEqualTo("the pin *** is too short");
    }

    @Test
    void theLongestValueIsReplacedFirst() {
        assertThat(masked("Hunter@x.example is taken", "name", "Hunter", "mail", "Hunter@x.example"))
                .isEqualTo("«mail» is taken");
        assertThat(masked("weak: Hunter2", row("name", "Hunter", "password", "Hunter2"), Set.of("password")))
                .isEqualTo("weak: ***");
    }

    @Test
    void aValueThatIsBothSecretAndNotIsSecret() {
        Map<String, Object> row = row("a", "Hunter2", "password", "Hunter2", "z", "Hunter2");

        assertThat(masked("weak: Hunter2", row, Set.of("password"))).isEqualTo("weak: ***");
    }

    @Test
    void columnNamesThatWerePutInAreNotReplacedAgain() {
        assertThat(masked("for Anderson", row("mailbox", "Anderson", "x", "box"), Set.of("x")))
                .isEqualTo("for «mailbox»");
    }

    @Test
    void valuesAreFoundInUrlsAndOnOneLineToo() {
        assertThat(masked("PATCH https://api.example/users/Ann%20B%C3%B6rge: HTTP 404", "name", "Ann Börge"))
                .isEqualTo("PATCH https://api.example/users/«name»: HTTP 404");
        assertThat(masked("GET https://api.example/users/ann%40x.example: HTTP 404", "mail", "ann@x.example"))
                .isEqualTo("GET https://api.example/users/«mail»: HTTP 404");
        assertThat(masked("no street Main Street 5", "street", "Main\n Street 5"))
                .isEqualTo("no street «street»");
    }

    @Test
    void aValueThatWouldBeCutIsMaskedBefore() {
        String message = "x".repeat(995) + "Very-secret-42";

        String reason =
                masked(Reason.of(new IOException(message), 0), row("password", "Very-secret-42"), Set.of("password"));

        assertThat(reason).doesNotContain("Very").hasSize(998);
    }

    @Test
    void aLongReasonIsCut() {
        assertThat(masked("x".repeat(5000), Map.of(), Set.of())).hasSize(1001).endsWith("x…");
    }

    @Test
    void valuesThatLookLikePatternsAreTakenLiterally() {
        assertThat(masked("no (a+)+$ here, \\E neither", "regex", "(a+)+$", "$1", "\\E neither"))
                .isEqualTo("no «regex» here, «$1»");
    }

    @Test
    void aReasonIsCutBeforeItIsMaskedAndNothingOfAValueRemainsAtTheCut() {
        String note = "0123456789 ".repeat(9).strip();
        String secret = "Very-secret-42";
        String reason = (secret + " ").repeat(5000);
        Map<String, Object> row = row("note", note, "password", secret);

        for (int shift = 0; shift < 110; shift++) {
            String shifted = "x".repeat(shift) + reason.substring(0, 16_300) + note + reason;
            assertThat(masked(shifted, row, Set.of("password")))
                    .doesNotContain("Very")
                    .doesNotContain("0123");
        }
    }

    @Test
    void aLargeRowAndALargeReasonDoNotMultiply() {
        Map<String, Object> wide = new LinkedHashMap<>();
        for (int i = 0; i < 120_000; i++) {
            wide.put("column" + i, "value " + i);
        }
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            secret.append(i).append('-');
        }
        wide.put("secret", secret.toString());

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(masked("no " + secret, wide, Set.of("secret"))).isEqualTo("no ***…");
            assertThat(masked("no value 119999 ".repeat(100_000), wide, Set.of("secret")))
                    .startsWith("no «column119999» no «column");
        });
    }

    private static String masked(String reason, String... fields) {
        return masked(reason, row(fields), Set.of());
    }

    private static String masked(String reason, Map<String, Object> row, Set<String> secretFields) {
        return Reason.mask(List.of(row), secretFields, UnaryOperator.identity()).apply(reason);
    }

    private static Map<String, Object> row(String... fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            row.put(fields[i], fields[i + 1]);
        }
        return row;
    }

    private static HttpOperationFailedException answer(int status, String body) {
        return new HttpOperationFailedException("https://api.example", status, "", null, Map.of(), body);
    }
}
