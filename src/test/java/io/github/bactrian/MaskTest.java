package io.github.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskTest {
    private static final String SECRET = "pa ss/w\"o<r>d&+é'~secret-42";
    private static final Mask MASK = Mask.ofSecrets(List.of(SECRET));

    static Stream<String> writings() {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        String query = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                SECRET.toUpperCase(java.util.Locale.ROOT),
                query,
                query.replace("+", "%20"),
                query.toLowerCase(java.util.Locale.ROOT),
                URLEncoder.encode(query, StandardCharsets.UTF_8),
                SECRET.replace("\"", "\\\""),
                SECRET.replace("\"", "\\\"").replace("/", "\\/"),
                SECRET.replace("\"", "\\\"").replace("é", "\\u00e9"),
                SECRET.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                SECRET.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                HexFormat.of().withUpperCase().withPrefix("%").formatHex(bytes));
    }

    @ParameterizedTest
    @MethodSource("writings")
    void aSecretIsFoundHoweverItIsWritten(String written) {
        assertThat(MASK.apply("before " + written + " after")).isEqualTo("before *** after");
    }

    @Test
    void aSecretIsFoundInBase64OfMoreThanItself() {
        for (String id : List.of("", "a:", "ab:", "abc:", "4f6c2c5e-client:")) {
            String basic = Base64.getEncoder().encodeToString((id + SECRET + "!").getBytes(StandardCharsets.UTF_8));

            String masked = MASK.apply("Basic " + basic);

            assertThat(masked).contains("***");
            assertThat(masked.replace("***", "")).hasSizeLessThan("Basic ".length() + id.length() * 4 / 3 + 8);
        }
    }

    @Test
    void aSecretThatIsCutOrBrokenIntoLinesIsFoundInItsParts() {
        assertThat(MASK.apply("starts with " + SECRET.substring(0, 14))).isEqualTo("starts with ***");
        assertThat(MASK.apply(SECRET.substring(0, 13) + "\n" + SECRET.substring(13)))
                .isEqualTo("***\n***");
    }

    @Test
    void textWithoutTheSecretIsLeftAlone() {
        String text =
                "The user 'ann@example.com' (4f6c2c5e-0b67-4e0f-9c52-6f1f3b1e2d00) exists: %20 &amp; \\u00e9 secret";

        assertThat(MASK.apply(text)).isSameAs(text);
    }

    @Test
    void aSecretIsNotShownByWhatOverlapsIt() {
        Mask mask = new Mask().replaceValue("hello pass", "«note»").hideSecret("password1");

        assertThat(mask.apply("hello password1")).isEqualTo("***");
    }

    @Test
    void aLongValueIsRecognizedByAPartOfIt() {
        String value = IntStream.range(0, 100).mapToObj(i -> "word" + i).reduce("", String::concat);

        assertThat(new Mask().replaceValue(value, "«note»").apply("too long: " + value.substring(30, 200) + "…"))
                .isEqualTo("too long: «note»…");
    }

    @Test
    void theTimeGrowsWithTheSecretAndTheTextAndNotWithTheirProduct() {
        String a = "a".repeat(500_000);
        String b = IntStream.range(0, 100_000)
                .mapToObj(i -> "x" + i)
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(Mask.ofSecrets(List.of(a)).apply(a + "!" + a)).isEqualTo("***!***");
            assertThat(Mask.ofSecrets(List.of(b)).apply(b + "!" + a)).isEqualTo("***!" + a);
        });
    }
}
