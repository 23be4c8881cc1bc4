package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the rule that somebody who looked for them has found. */
class AttacksTest {

    private GuardedCamel camel;
    private int routes;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        camel = GuardedCamel.with("");
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private Exchange run(String steps, Map<String, ?> headers) {
        String start = "direct:attack" + routes++;
        camel.add("- route:\n    from:\n      uri: " + start + "\n      steps:\n"
                + ("- process: { ref: oauth.graph }\n" + steps).indent(8));
        return camel.send(start, "body", headers);
    }

    private void assertRefused(Exchange sent) {
        assertThat(GuardedCamel.refusal(sent)).contains("is refused");
        assertThat(camel.api.taken()).isEmpty();
        assertThat(camel.elsewhere.taken()).isEmpty();
    }

    @Test
    void aPolledEndpointIsComputedOfDataToo() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        String value = "?fileName=secret.txt&idempotent=false&moveFailed=";

        assertRefused(run(
                "- poll: { uri: \"file:" + directory + "/${header.x}?noop=true\", timeout: \"200\" }",
                Map.of("x", value)));
        assertRefused(run(
                "- poll: { uri: \"${header.x}\", timeout: \"200\" }",
                Map.of("x", "file:" + directory + "?fileName=secret.txt")));
        assertRefused(run("- poll: { uri: \"seda:${header.x}\", timeout: \"200\" }", Map.of("x", "{{canary}}")));
    }

    @Test
    void aNameInThePathOfARestEndpointIsOneSegment() {
        String step = "- to: \"rest:get:users/{id}?host={{api}}\"";

        assertRefused(run(step, Map.of("id", "../admin?y=1&z=2")));
        assertThat(run(step, Map.of("id", "ada@caravan.example")).getException())
                .isNull();
        assertThat(camel.api.taken())
                .singleElement()
                .extracting(RawApi.Request::target)
                .isEqualTo("/users/ada@caravan.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelHttpPath", "CamelHttpQuery", "CamelHttpUri", "CamelHttpMethod"})
    void aConvertedHeaderSteersNothing(String header) {
        assertRefused(run(
                "- convertHeaderTo: { name: x, type: String, toName: " + header + " }\n- to: \"{{api}}/users\"",
                Map.of("x", "../groups?a=b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/", "a%2f..%2fb", "..%5cb", "a%2f..%3bx"})
    void segmentsAreNeitherEmptyNorHiddenDots(String value) {
        assertRefused(run("- toD: \"{{api}}/u/${segments:header.x}/z\"", Map.of("x", value)));
    }

    @Test
    void nothingFollowsSegmentsInTheirSegment() {
        assertRefused(run("- toD: \"{{api}}/u/${segments:header.x}${header.y}\"", Map.of("x", "a/", "y", "..")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "Proxy-Authorization", "Bcc", "oauthTenant", "CamelHttpUri"})
    void theNameOfAHeaderIsNoneThatMeansSomething(String name) {
        assertRefused(run("- setHeader: { name: \"${header.x}\", constant: v }", Map.of("x", name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${properties:${header.x}-y}", "${sys:${header.x}-y}", "${env:${header.x}-y}"})
    void aMessageNamesNoPropertyThatIsRead(String expression) {
        assertRefused(run("- toD: \"{{api}}/users/" + expression + "\"", Map.of("x", "canary")));
    }

    @Test
    void namesOfODataAreKnownInAnyCase() {
        assertRefused(run("- toD: \"{{api}}/users?$Filter=id eq ${header.x}\"", Map.of("x", "1 or true")));
    }

    @Test
    void headersOfAnAnswerDoNotChooseTheMethodOfTheNextCall() {
        camel.api.answerWith("X-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\n");

        run("- to: \"{{api}}/first?httpMethod=POST\"\n- to: \"{{api}}/second?httpMethod=POST\"", Map.of());

        assertThat(camel.api.taken()).hasSize(2).allSatisfy(request -> assertThat(request.headers())
                .doesNotContainKeys("x-http-method", "x-http-method-override"));
    }

    @Test
    void aLongValueTakesNoTimeThatGrowsWithItsSquare() {
        String value = "?" + "a=b&".repeat(100_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertRefused(run("- toD: \"direct:${header.x}\"", Map.of("x", value))));
    }
}
