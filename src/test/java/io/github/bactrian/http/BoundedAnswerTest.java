package io.github.bactrian.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedAnswerTest {
    private static final int MOST = 100 << 10;
    private static final String TOO_LONG =
            "the answer is longer than call.max-answer=102400 bytes, and is not read further";

    @RegisterExtension
    static final World world = new World();

    @BeforeAll
    static void open() {
        world.start(Map.of("call.max-answer", "100KB"), context -> {}, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").process("oauth.graph").to(world.api.baseUrl() + "/users?httpMethod=POST");
                from("direct:stream")
                        .process("oauth.graph")
                        .to(world.api.baseUrl() + "/users?disableStreamCache=true")
                        .setBody(body().convertToString());
            }
        });
    }

    private static Exchange call(String route, ResponseDefinitionBuilder answer) {
        world.api.stubFor(any(anyUrl()).willReturn(answer));
        return world.template().request(route, exchange -> exchange.getMessage().setBody("{}"));
    }

    private static ResponseDefinitionBuilder answer(int bytes) {
        return aResponse().withBody("x".repeat(bytes));
    }

    @Test
    void anAnswerOfTheGreatestLengthIsWhole() {
        assertThat(call("direct:call", answer(MOST)).getMessage().getBody(String.class))
                .hasSize(MOST);
    }

    @Test
    void aLongerOneIsNotReadFurtherAndTheNextCallHasAnotherConnection() {
        assertThat(call("direct:call", answer(MOST + 1)).getException()).hasMessageContaining(TOO_LONG);
        assertThat(call("direct:call", answer(2)).getMessage().getBody(String.class))
                .isEqualTo("xx");
    }

    @Test
    void whatASmallAnswerDecodesToCounts() throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(small)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        assertThat(small.size()).isLessThan(MOST + 1000);
        ResponseDefinitionBuilder bomb =
                aResponse().withHeader("Content-Encoding", "gzip").withBody(small.toByteArray());

        assertThat(call("direct:call", bomb).getException()).hasMessageContaining(TOO_LONG);
    }

    @Test
    void aRefusalIsCutOffThere() {
        assertThat(call("direct:call", answer(10 * MOST).withStatus(400)).getException())
                .isInstanceOfSatisfying(HttpOperationFailedException.class, refusal -> {
                    assertThat(refusal.getStatusCode()).isEqualTo(400);
                    assertThat(refusal.getResponseBody()).hasSizeBetween(MOST, MOST + (1 << 16));
                });
    }

    @Test
    void anAnswerThatIsHandedOnUnreadIsNotKeptAndMayBeOfAnyLength() {
        assertThat(call("direct:stream", answer(10 * MOST)).getMessage().getBody(String.class))
                .hasSize(10 * MOST);
    }

    @ParameterizedTest
    @CsvSource({"1KB, 1024", "32MB, 33554432", "2gb, 2147483648"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(new Settings("call.", Map.of("max-answer", text)).size("max-answer", 0))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0MB", "32", "32M", "1.5MB", "-1KB", "MB", "9999999999KB"})
    void otherSizesAreRefused(String text) {
        assertThatThrownBy(() -> new Settings("call.", Map.of("max-answer", text)).size("max-answer", 0))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("call.max-answer", text, "500KB, 32MB or 1GB");
    }
}
