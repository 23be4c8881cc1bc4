package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of one call each, with the value {@code x} of the message: what arrives, or why nothing does. */
class PlacesTest {

    private static final AtomicReference<GuardedCamel> RUNNING = new AtomicReference<>();
    private static int routes;

    @BeforeAll
    static void start() {
        RUNNING.set(GuardedCamel.with(""));
        RUNNING.get().context.getRegistry().bind("value", new java.util.concurrent.atomic.AtomicReference<>("GET"));
    }

    @AfterAll
    static void stop() {
        RUNNING.get().close();
    }

    @AfterEach
    void forget() {
        RUNNING.get().api.taken();
    }

    private static Exchange call(String template, String value) {
        return call("toD: { uri: \"{{api}}" + template.replace("\"", "\\\"") + "\" }", value, Map.of());
    }

    private static Exchange call(String step, String value, Map<String, String> more) {
        String start = "direct:place" + routes++;
        RUNNING.get().add("""
                - route:
                    from:
                      uri: %s
                      steps:
                        - process: { ref: oauth.graph }
                        - %s
                """.formatted(start, step));
        Map<String, String> headers = new java.util.HashMap<>(more);
        headers.put("x", value);
        return RUNNING.get().send(start, null, headers);
    }

    private static String target(Exchange sent) {
        assertThat(sent.getException()).isNull();
        return RUNNING.get().api.taken().get(0).target();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /users/${header.x}?$select=id,mail      | a b      | /users/a%20b?$select=id,mail
            /users/${header.x}/                     | a        | /users/a/
            /users/${header.x}.json                 | ..       | /users/...json
            /users('${header.x}')                   | o'brien  | /users('o%27%27brien')
            /users(%27${header.x}%27)               | o'brien  | /users(%27o%27%27brien%27)
            /users(number=${header.x})              | 17-b     | /users(number=17-b)
            /users?$filter=mail eq '${header.x}'    | o'brien  | /users?$filter=mail%20eq%20'o%27%27brien'
            /users?$filter=mail%20eq%20%27${header.x}%27 | a&b | /users?$filter=mail%20eq%20%27a%26b%27
            /users?$filter=mail+eq+'${header.x}'&$top=5  | a+b | /users?$filter=mail+eq+'a%2Bb'&$top=5
            /users?q=${header.x}&httpMethod=PATCH   | a=b&c#d  | /users?q=a%3Db%26c%23d
            /users?q=${header.x}                    | ``       | /users?q=
            /users?q=RAW(a&b%)&r=${header.x}        | 1        | /users?q=a%26b%25&r=1
            /users?a=%zz&b=${header.x}              | %zz      | /users?a=%25zz&b=%25zz
            /é/${header.x}                          | ü        | /%C3%A9/%C3%BC
            /a/${segments:header.x}                 | /b/c d/%2F | /a/b/c%20d/%2F
            /a/${segments:header.x}?r=1             | b?c;d    | /a/b%3Fc%3Bd?r=1
            /a?${query:header.x}                    | ?b=c d&e=%20 | /a?b=c%20d&e=%20
            /a?z=1&${query:header.x}                | ``       | /a?z=1
            /a?filter=name eq "${scim:header.x}"    | a"b\\c   | /a?filter=name%20eq%20%22a%5C%22b%5C%5Cc%22
            /a?q=name='${backslash:header.x}'       | a'b\\c   | /a?q=name='a%5C%27b%5C%5Cc'
            /a?q=name='${header.x}'                 | plain ü  | /a?q=name='plain%20%C3%BC'
            """)
    void aTemplateArrivesAsWrittenWithTheValueInItsPlace(String template, String value, String target) {
        assertThat(target(call(template, value.replace("\\\\", "\\")))).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /users(number=${header.x})              | 1 or 1 eq 1  | put '...' around it
            /users(number=${header.x})              | 'x' or 'a'='a' | put '...' around it
            /users?$filter=id eq ${header.x}        | 1 or true    | put '...' around it
            /users?q=name='${header.x}'             | a'b          | ${backslash:...}
            /users?q=name="${header.x}"             | a"b          | ${json:...}
            /users?q=name="${header.x}"             | a\\          | ${json:...}
            /users?q=name='${json:header.x}'        | zzz          | between double quotes
            /a/${segments:header.x}                 | b/../c       | '..'
            /a/${segments:header.x}                 | b/%2e%2E/c   | '..'
            /a/${segments:header.x}                 | b//c         | empty
            /a/%2e${header.x}                       | .            | would be empty, '.' or '..'
            /a/${header.x};v=1                      | ..           | would be empty, '.' or '..'
            /a?${header.x}=1                        | b            | name a query parameter
            /a?httpMethod=${header.x}               | DELETE       | endpoint's option httpMethod
            /a?proxyHost=${header.x}                | h            | endpoint's option proxyHost
            /a?httpClient.x=${header.x}             | h            | endpoint's option httpClient.x
            /a?httpMethod=${method:header.x}        | GET          | ${method:header.name:GET,POST}
            /a?httpMethod=${method:header.x:GET,POST} | DELETE     | none of the methods
            ${header.x}                             | /b           | part of the host
            .example${header.x}                     | /b           | part of the host
            /a/x${segments:header.x}                | b            | several segments
            """)
    void aValueThatWouldBeMoreThanAValueIsRefused(String template, String value, String reason) {
        Exchange sent = call(template, value.replace("\\\\", "\\"));

        assertThat(GuardedCamel.refusal(sent))
                .contains(reason)
                .contains("header.x")
                .doesNotContain(value + " ");
        assertThat(RUNNING.get().api.taken()).isEmpty();
    }

    @Test
    void anInboundMethodIsPassedOnFromTheRoutesList() {
        assertThat(call("/a?httpMethod=${method:header.x:PUT,DELETE}", "delete").getException())
                .isNull();
        assertThat(RUNNING.get().api.taken()).singleElement().satisfies(request -> assertThat(request.method())
                .isEqualTo("DELETE"));
        assertThat(call(
                                "setHeader: { name: CamelHttpMethod, simple: \"${method:header.x:PUT,DELETE}\" }",
                                "PUT",
                                Map.of())
                        .getMessage()
                        .getHeader(Exchange.HTTP_METHOD))
                .isEqualTo("PUT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setHeader: { name: CamelHttpMethod, simple: \"${header.x}\" }",
                "setHeader: { name: CamelHttpMethod, header: x }",
                "setHeader: { name: X-HTTP-Method-Override, method: { ref: value, method: toString } }",
                "setHeader: { name: \"${header.x}\", constant: GET }",
                "setProperty: { name: \"${header.x}\", constant: GET }",
                "setHeader: { name: CamelHttpUri, header: x }",
                "setHeaders: { headers: [ { name: CamelHttpUri, simple: \"http://${header.x}/a\" } ] }"
            })
    void whatSteersCallsComesFromNoValue(String step) {
        assertThat(GuardedCamel.refusal(call(step, "CamelHttpMethod", Map.of())))
                .contains("is refused");
    }

    @Test
    void anExpressionOfAnotherLanguageIsOneSegmentOrOneValue() {
        assertThat(call("setHeader: { name: CamelHttpPath, header: x }", "a/b?c", Map.of())
                        .getMessage()
                        .getHeader(Exchange.HTTP_PATH))
                .isEqualTo("a%2Fb%3Fc");
        assertThat(call("setHeader: { name: CamelHttpQuery, header: x }", "a=b&c", Map.of())
                        .getMessage()
                        .getHeader(Exchange.HTTP_QUERY))
                .isEqualTo("a%3Db%26c");
    }

    @Test
    void theAuthorsFunctionsAreTextAndSoIsWhatTheirPropertiesHold() {
        assertThat(target(
                        call("toD: { uri: \"${properties:api}/${properties:canary}/${header.x}\" }", "a/b", Map.of())))
                .isEqualTo("/property-canary/a%2Fb");
    }

    @Test
    void aRefusalIsNoInvalidEndpointThatCouldBeIgnored() {
        Exchange sent = call("toD: { uri: \"{{api}}/a/${header.x}\", ignoreInvalidEndpoint: true }", "..", Map.of());

        assertThat(GuardedCamel.refusal(sent)).isNotEmpty();
    }

    @Test
    void aCommaOfAValueSeparatesNoRecipients() {
        Exchange sent = call(
                "recipientList: { simple: \"{{api}}/a/${header.x},{{api}}/b?q=${header.x}\" }",
                "1,{{elsewhere}}/c",
                Map.of());

        assertThat(sent.getException()).isNull();
        assertThat(RUNNING.get().api.taken())
                .extracting(RawApi.Request::target)
                .containsExactly("/a/1%2C%7B%7Belsewhere%7D%7D%2Fc", "/b?q=1%2C%7B%7Belsewhere%7D%7D%2Fc");
    }
}
