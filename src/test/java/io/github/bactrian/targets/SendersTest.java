package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends a message from outside steers no call of the routes, even one without a profile. */
class SendersTest {

    private static final Map<String, String> STEERING = Map.of(
            "CamelHttpPath",
            "/admin",
            "CamelHttpQuery",
            "all=1",
            "CamelHttpMethod",
            "DELETE",
            "CamelHttpUri",
            "{{api}}/else");

    private GuardedCamel camel;
    private int routes;

    @BeforeEach
    void start() {
        camel = GuardedCamel.with("");
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    /** A message that arrives as from a broker or an HTTP server. */
    private Exchange receive(String steps, Map<String, ?> headers) {
        String uri = "seda:received" + routes++;
        camel.add("- route:\n    from:\n      uri: " + uri + "\n      steps:\n" + steps.indent(8));
        return camel.send(uri + "?waitForTaskToComplete=Always", "body", headers);
    }

    private Stream<String> requests() {
        return camel.api.taken().stream().map(request -> request.method() + " " + request.target());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: \"{{api}}/users\"",
                "- to: { uri: \"{{api}}/users\", parameters: { throwExceptionOnFailure: false } }",
                "- toD: \"{{api}}/users\"",
                "- toD: \"{{api}}/${header.x}\"",
                "- enrich: { constant: \"{{api}}/users\" }",
                "- enrich: { simple: \"{{api}}/users\" }",
                "- recipientList: { constant: \"{{api}}/users,mock:x\" }",
                "- routingSlip: { constant: \"{{api}}/users\" }",
                "- to: \"rest:post:users?host={{api}}\""
            })
    void itsHeadersChooseNoPathQueryMethodOrHost(String step) {
        Exchange sent = receive(step, with(STEERING, "x", "users"));

        assertThat(sent.getException()).isNull();
        assertThat(requests()).containsExactly("POST /users");
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> all = new java.util.TreeMap<>(headers);
        all.put(name, value);
        return all;
    }

    @Test
    void theyDoNotWhereAMessageChoosesAnEndpointThatTheRoutesNameEither() {
        camel.add("- route:\n    from:\n      uri: direct:named\n      steps: [ { to: \"{{api}}/users\" } ]");

        Exchange sent = receive("- toD: \"${header.x}\"", with(STEERING, "x", camel.api.url() + "/users"));

        assertThat(sent.getException()).isNull();
        assertThat(requests()).containsExactly("POST /users");
    }

    @Test
    void anEndpointThatPassesRequestsOnDoesWhatItSays() {
        receive(
                "- to: \"{{api}}/users?bridgeEndpoint=true\"",
                Map.of("CamelHttpMethod", "DELETE", "CamelHttpPath", "/7"));

        assertThat(requests()).containsExactly("DELETE /users/7");
    }

    @Test
    void whatTheRouteTakesOverIsSent() {
        receive("""
                - setHeader: { name: CamelHttpQuery, simple: "${query:header.CamelHttpQuery}" }
                - setHeader: { name: CamelHttpMethod, simple: "${method:header.CamelHttpMethod:GET,DELETE}" }
                - to: "{{api}}/users"
                """, Map.of("CamelHttpMethod", "DELETE", "CamelHttpQuery", "all=1"));

        assertThat(requests()).containsExactly("DELETE /users?all=1");
    }

    @Test
    void whatTheApplicationsOwnCodeSetsIsSent() {
        camel.add("- route:\n    from:\n      uri: direct:own\n      steps: [ { to: \"{{api}}/users\" } ]");

        camel.send("direct:own", "body", Map.of("CamelHttpQuery", "all=1"));

        assertThat(requests()).containsExactly("GET /users?all=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- pollEnrich: { constant: \"seda:waiting\", timeout: \"5000\" }",
                "- poll: { uri: \"seda:waiting\", timeout: \"5000\" }"
            })
    void aMessageThatIsPolledSteersNothingEither(String step) {
        camel.send("seda:waiting", "polled", STEERING);

        receive(step + "\n- to: \"{{api}}/users\"", Map.of());

        assertThat(requests()).containsExactly("POST /users");
    }

    @Test
    void aMessageThatIsPolledSteersNoCallWithAProfile() {
        camel.send("seda:waiting", "polled", STEERING);

        receive("""
                - process: { ref: oauth.graph }
                - pollEnrich: { constant: "seda:waiting", timeout: "5000" }
                - to: "{{api}}/users"
                """, Map.of());

        assertThat(requests()).containsExactly("POST /users");
    }

    @Test
    void aValueLongerThanAnyUrlIsRefusedWhereItStands() {
        for (String template : List.of("${header.x}", "${segments:header.x}")) {
            Exchange sent = receive("- toD: \"{{api}}/" + template + "\"", Map.of("x", "a/".repeat(5_000_000) + "a"));
            assertThat(GuardedCamel.refusal(sent)).contains("longer than 65536 characters");
        }
    }
}
