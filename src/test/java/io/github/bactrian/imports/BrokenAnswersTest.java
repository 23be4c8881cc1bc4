package io.github.bactrian.imports;

import static io.github.bactrian.imports.RawApi.NO_ANSWER;
import static io.github.bactrian.imports.RawApi.answer;
import static io.github.bactrian.imports.RawApi.gzipped;
import static io.github.bactrian.imports.RawApi.ok;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose status says one thing and whose body is broken, against a real server. */
class BrokenAnswersTest {
    private static final String JSON = "Content-Type: application/json\n";
    private static final String TEXT = "{\"id\":7,\"name\":\"a name that is a little longer than nothing\"}";
    private static final String BODY = "- setBody: { simple: \"${body[mail]}\" }\n";
    private static final String POST = BODY + "- to: { uri: \"%s/users\", parameters: { httpMethod: POST } }\n";

    @TempDir
    Path home;

    private RawApi api;

    @BeforeEach
    void start() throws IOException {
        api = new RawApi();
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
    }

    static Stream<Arguments> brokenBodies() throws IOException {
        byte[] gzip = gzipped(TEXT);
        return Stream.of(
                arguments("gzip, nothing sent", JSON + "Content-Encoding: gzip", new byte[0]),
                arguments("gzip, cut", JSON + "Content-Encoding: gzip", Arrays.copyOf(gzip, 20)),
                arguments("gzip, unended", JSON + "Content-Encoding: gzip", Arrays.copyOf(gzip, gzip.length - 8)),
                arguments("gzip, mislabelled", JSON + "Content-Encoding: gzip", TEXT.getBytes(US_ASCII)),
                arguments("deflate, mislabelled", JSON + "Content-Encoding: deflate", TEXT.getBytes(US_ASCII)),
                arguments("longer than sent", JSON + "Content-Length: 500", TEXT.getBytes(US_ASCII)),
                arguments(
                        "chunks without an end",
                        JSON + "Transfer-Encoding: chunked",
                        "5\r\n{\"id\"\r\n".getBytes(US_ASCII)),
                arguments("half a chunk", JSON + "Transfer-Encoding: chunked", "50\r\n{\"id\"".getBytes(US_ASCII)),
                arguments("no chunks", JSON + "Transfer-Encoding: chunked", "{\"id\":7}".getBytes(US_ASCII)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void aRowIsDoneIfNoStepNeedsTheBody(String what, String headers, byte[] body) throws Exception {
        api.answering("POST /users", answer(201, headers, body)).answering("POST /audit", ok(201));
        String audit = """
                - setBody: { constant: x }
                - to: { uri: "%s/audit", parameters: { httpMethod: POST } }
                """;

        assertThat(outcome(POST + audit)).isEqualTo("done");
        assertThat(api.requests()).containsExactly("POST /users", "POST /audit");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void aRowIsUnknownIfAStepNeedsIt(String what, String headers, byte[] body) throws Exception {
        api.answering("POST /users", answer(201, headers, body));

        assertThat(outcome(POST + "- setBody: { jq: \".id | tostring\" }\n"))
                .contains("unknown", "POST", "/users: HTTP 201", "the body of the answer", "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- setBody: { simple: \"id ${body}\" }\n",
                "- to: { uri: \"%s/next\", parameters: { httpMethod: POST } }\n",
                "- setBody: { jq: \"{id: .id}\" }\n",
                "- unmarshal: { json: {} }\n",
                "- split: { tokenize: { token: x }, steps: [ { log: { message: x } } ] }\n",
                "- setHeader: { name: id, jq: \".id\" }\n",
            })
    void noStepTakesABrokenBodyForAWholeOne(String step) throws Exception {
        api.answering("POST /users", answer(201, JSON + "Content-Length: 500", "{\"id\":7}"));

        assertThat(outcome(POST + step)).startsWith("unknown");
        assertThat(api.requests()).containsExactly("POST /users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br"})
    void anEmptyBodyIsEmptyWhateverItsCoding(String coding) throws Exception {
        api.answering("POST /users", answer(201, "Content-Encoding: " + coding + "\nContent-Length: 0", ""));

        assertThat(outcome(POST)).isEqualTo("done");
        assertThat(outcome(POST + "- setBody: { jq: \".id\" }\n")).startsWith("unknown");
    }

    @Test
    void theAnswersHeadersAreThereForTheNextStep() throws Exception {
        api.answering("POST /users", answer(201, "Location: /users/7\nContent-Encoding: gzip", new byte[0]));
        String next =
                "- validate: { simple: \"${header.Location} == '/users/7' && ${header.CamelHttpResponseCode} == 201\" }\n";

        assertThat(outcome(POST + next)).isEqualTo("done");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBodies")
    void aRefusalStaysARefusal(String what, String headers, byte[] body) throws Exception {
        api.answering("POST /users", answer(409, headers, body));

        assertThat(outcome(POST)).startsWith("rejected").contains("/users: HTTP 409");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "x-unheard-of"})
    void aBodyInACodingThatNobodyAskedForIsNotNeededEither(String coding) throws Exception {
        api.answering("POST /users", answer(201, "Content-Encoding: " + coding, TEXT));

        assertThat(outcome(POST)).isEqualTo("done");
    }

    @Test
    void a204WithABodyIsASuccess() throws Exception {
        api.answering("POST /users", answer(204, JSON + "Content-Length: 5", "{\"id\""));

        assertThat(outcome(POST)).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void aCallThatMayBeRepeatedIsMadeAgainWhenItsAnswerBreaksOff(String method) throws Exception {
        byte[] half = answer(200, JSON + "Content-Length: 100", "{\"id\"");
        api.answering(method + " /users/7", half, ok(200)).answering("POST /users", ok(201));
        String call = "- to: { uri: \"%s/users/7\", parameters: { httpMethod: " + method + " } }\n";

        assertThat(outcome(POST + BODY.replace("${body[mail]}", "x") + call)).isEqualTo("done");
        assertThat(api.requests()).containsExactly("POST /users", method + " /users/7", method + " /users/7");
    }

    @Test
    void aLongAnswerToAGetThatBreaksOffRunsItsRowAgain() throws Exception {
        byte[] half = answer(200, "Content-Length: 900000", "x".repeat(200_000));
        api.answering("GET /users", half, ok(200));

        assertThat(outcome("- to: { uri: \"%s/users\", parameters: { httpMethod: GET } }\n"))
                .isEqualTo("done");
        assertThat(api.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aRepeatedDeleteThatFindsNothingHasWorked(int status) throws Exception {
        api.answering("DELETE /users/7", NO_ANSWER, ok(status)).answering("POST /audit", ok(201));
        String steps = """
                - to: { uri: "%s/users/7", parameters: { httpMethod: DELETE } }
                - setBody: { simple: "code ${header.CamelHttpResponseCode}" }
                - to: { uri: "%s/audit", parameters: { httpMethod: POST } }
                """;

        assertThat(outcome(steps)).isEqualTo("done");
        assertThat(api.requests()).containsExactly("DELETE /users/7", "DELETE /users/7", "POST /audit");
    }

    @Test
    void aDeleteThatItsRowRepeatsHasWorkedToo() throws Exception {
        api.answering("DELETE /users/7", NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER, ok(404));

        assertThat(outcome("- to: { uri: \"%s/users/7\", parameters: { httpMethod: DELETE } }\n"))
                .isEqualTo("done");
    }

    @Test
    void aDeleteThatFindsNothingAtFirstIsRejected() throws Exception {
        api.answering("DELETE /users/7", ok(404));

        assertThat(outcome("- to: { uri: \"%s/users/7\", parameters: { httpMethod: DELETE } }\n"))
                .startsWith("rejected");
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 412, 422})
    void aRepetitionThatIsRejectedNamesBothAttempts(int status) throws Exception {
        api.answering("PUT /users/7", NO_ANSWER, ok(status));

        assertThat(outcome(BODY + "- to: { uri: \"%s/users/7\", parameters: { httpMethod: PUT } }\n"))
                .startsWith("rejected")
                .contains("PUT " + api.url() + "/users/7: no answer, then HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void aRedirectOfAPostIsUnknownAndItsTargetIsNamedOnce(int status) throws Exception {
        api.answering(
                "POST /users", answer(status, "Location: https://login.example/in?token=x\nContent-Length: 0", ""));

        for (String thrown : new String[] {"true", "false"}) {
            assertThat(outcome(POST.replace("POST }", "POST, throwExceptionOnFailure: " + thrown + " }")))
                    .startsWith("unknown")
                    .containsOnlyOnce("HTTP " + status)
                    .containsOnlyOnce("https://login.example/in")
                    .doesNotContain("token=x");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void aPostThatIsToBeMadeElsewhereIsRejected(int status) throws Exception {
        api.answering("POST /users", answer(status, "Location: https://new.example/users\nContent-Length: 0", ""));

        assertThat(outcome(POST)).startsWith("rejected").contains("a redirect to https://new.example/users");
    }

    @Test
    void aRedirectOfACallThatMayBeRepeatedIsRejected() throws Exception {
        api.answering("PUT /users/7", answer(302, "Location: /signin\nContent-Length: 0", ""));
        String quiet =
                "- to: { uri: \"%s/users/7\", parameters: { httpMethod: PUT, throwExceptionOnFailure: false } }\n";

        assertThat(outcome(BODY + quiet)).startsWith("rejected").contains("a redirect to " + api.url() + "/signin");
    }

    @Test
    void aRedirectThatTheRouteFollowsIsNoFailure() throws Exception {
        api.answering("GET /users", answer(302, "Location: /people\nContent-Length: 0", ""))
                .answering("GET /people", ok(200));
        String follow = "- to: { uri: \"%s/users\", parameters: { httpMethod: GET, followRedirects: true } }\n";

        assertThat(outcome(follow)).isEqualTo("done");
    }

    /** The outcome of one row, and after it its reason. */
    private String outcome(String steps) throws Exception {
        Path place = Files.createTempDirectory(home, "run");
        try (RunningImport users =
                RunningImport.withoutIdentity(place, Clock.systemUTC(), steps.replace("%s", api.url()))) {
            users.drop("new.csv", RunningImport.HEADER + RunningImport.row("ann@x.example", "Ann"));
            JsonNode rows = users.receipt("done", "new.csv").at("/rows");
            for (String outcome : new String[] {"rejected", "unknown"}) {
                if (rows.at("/" + outcome).intValue() > 0) {
                    String folder = outcome.equals("rejected") ? "rejects" : outcome;
                    return outcome + " " + Files.readString(users.file(folder, "new.csv"));
                }
            }
            return rows.at("/done").intValue() == 1 ? "done" : rows.toString();
        }
    }
}
