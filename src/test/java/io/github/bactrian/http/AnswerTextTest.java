package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.Charset;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer says of its body, in the answer and in the request after it. */
class AnswerTextTest {

    @RegisterExtension
    static final World world = new World();

    @BeforeAll
    static void open() {
        world.start(new RouteBuilder() {
            private void steps(
                    String name,
                    java.util.function.UnaryOperator<org.apache.camel.model.ProcessorDefinition<?>> between) {
                var first =
                        from("direct:" + name).process("oauth.graph").to(world.api.baseUrl() + "/first?httpMethod=GET");
                between.apply(first).to(world.api.baseUrl() + "/second?httpMethod=POST");
            }

            @Override
            public void configure() {
                from("direct:read").process("oauth.graph").to(world.api.baseUrl() + "/first?httpMethod=GET");
                from("direct:jq")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/first?httpMethod=GET")
                        .setBody()
                        .jq(".name", String.class);
                from("direct:xpath")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/first?httpMethod=GET")
                        .setBody()
                        .xpath("/name/text()", String.class);
                steps("json", step -> step.setBody(constant("{\"name\":\"Zoë\"}")));
                steps(
                        "bytes",
                        step -> step.setBody(constant("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
                steps("form", step -> step.setBody(constant("a=b")));
                steps("own", step -> step.setBody(constant("<a/>"))
                        .setHeader("Content-Type", constant("text/html"))
                        .setHeader("Content-Disposition", constant("attachment")));
                steps("on", step -> step);
            }
        });
    }

    private static ResponseDefinitionBuilder answer(String type, String text, String charset) {
        return aResponse().withHeader("Content-Type", type).withBody(text.getBytes(Charset.forName(charset)));
    }

    private static Exchange call(String route, ResponseDefinitionBuilder answer) {
        world.api.stubFor(get(urlEqualTo("/first")).willReturn(answer));
        Exchange done = world.template().request("direct:" + route, exchange -> {});
        assertThat(done.getException()).isNull();
        return done;
    }

    /** The request after the one that is answered so. */
    private static LoggedRequest after(String route, ResponseDefinitionBuilder answer) {
        call(route, answer);
        return world.requests().stream()
                .filter(request -> request.getMethod().equals(RequestMethod.POST))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=ISO-8859-1, ISO-8859-1",
        "application/json;charset=\"windows-1252\";odata=full, windows-1252",
        "application/vnd.api+json; charset=UTF-16, UTF-16",
        "application/json; charset=utf-8, UTF-8",
        "application/json; charset=us-ascii, UTF-8",
        "application/json; charset=nonsense, UTF-8",
        "application/json, UTF-8"
    })
    void anAnswerIsDecodedByItsCharset(String type, String charset) {
        ResponseDefinitionBuilder answer = answer(type, "{\"name\":\"Müller, Zoë\"}", charset);
        assertThat(call("jq", answer).getMessage().getBody(String.class)).isEqualTo("Müller, Zoë");
        assertThat(call("read", answer).getMessage().getBody(String.class)).isEqualTo("{\"name\":\"Müller, Zoë\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "application/xml; charset=ISO-8859-1, '<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>', ISO-8859-1",
        "application/xml; charset=ISO-8859-1, '', ISO-8859-1",
        "application/xml, '<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>', ISO-8859-1",
        "text/xml; charset=utf-8, '<?xml version=\"1.0\" encoding=\"UTF-8\"?>', UTF-8"
    })
    void soIsXmlWhateverItDeclares(String type, String declaration, String charset) {
        ResponseDefinitionBuilder answer = answer(type, declaration + "<name>Müller</name>", charset);
        assertThat(call("xpath", answer).getMessage().getBody(String.class)).isEqualTo("Müller");
    }

    @Test
    void aLongTextIsDecodedToItsEnd() {
        String text = "ü\uD83D\uDC2A".repeat(100_001);
        assertThat(call("read", answer("text/plain; charset=UTF-16LE", text, "UTF-16LE"))
                        .getMessage()
                        .getBody(String.class))
                .isEqualTo(text);
    }

    @Test
    void bytesStayWhatTheyAre() {
        byte[] bytes = {(byte) 0xff, (byte) 0xd8, 0, (byte) 0xe9};
        assertThat(call(
                                "read",
                                aResponse()
                                        .withHeader("Content-Type", "image/jpeg; charset=ISO-8859-1")
                                        .withBody(bytes))
                        .getMessage()
                        .getBody(byte[].class))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=ISO-8859-1",
                "text/html",
                "text/html; charset=ISO-8859-1",
                "application/xml",
                "application/json; charset=nonsense"
            })
    void theNextRequestIsWrittenAsIfThereHadBeenNoAnswer(String type) {
        LoggedRequest next = after(
                "json",
                answer(type, "{}", "UTF-8")
                        .withHeader("Content-Language", "de")
                        .withHeader("Content-Disposition", "inline")
                        .withHeader("Content-Location", "/x"));
        assertThat(next.getHeader("Content-Type"))
                .startsWith("application/json")
                .doesNotContain("8859");
        assertThat(next.getBody())
                .asString(java.nio.charset.StandardCharsets.UTF_8)
                .isEqualTo("{\"name\":\"Zoë\"}");
        assertThat(next.getHeaders().keys())
                .doesNotContain("Content-Language", "Content-Disposition", "Content-Location");
    }

    @Test
    void bytesThatAreJsonAreNoHtml() {
        assertThat(after("bytes", answer("text/html", "<p>", "UTF-8")).getHeader("Content-Type"))
                .isEqualTo("application/json");
    }

    @Test
    void aTextThatTheRouteWritesHasNoTypeOfTheAnswers() {
        assertThat(String.valueOf(
                        after("form", answer("text/html", "<p>", "UTF-8")).getHeader("Content-Type")))
                .doesNotContain("html");
    }

    @Test
    void whatTheRouteSaysGoesOutThoughTheAnswerSaidTheSame() {
        LoggedRequest next =
                after("own", answer("text/html", "<p>", "UTF-8").withHeader("Content-Disposition", "attachment"));
        assertThat(next.getHeader("Content-Type")).startsWith("text/html");
        assertThat(next.getHeader("Content-Disposition")).isEqualTo("attachment");
    }

    @Test
    void bytesThatAreHandedOnKeepTheirType() {
        assertThat(after("on", answer("image/jpeg", "bytes", "UTF-8")).getHeader("Content-Type"))
                .isEqualTo("image/jpeg");
    }
}
