package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.bactrian.http.Call;
import io.github.bactrian.imports.Probe.Answer;
import io.github.bactrian.imports.RowCalls.Made;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @CsvSource({"true,TOOK_EFFECT", "' False ',DID_NOT", "yes,NOT_KNOWN", "'',NOT_KNOWN"})
    void aBodyThatIsTrueOrFalseDecides(String body, Answer answer) {
        exchange.getMessage().setBody(body);

        assertThat(Probe.read(List.of(), exchange).answer()).isEqualTo(answer);
    }

    @Test
    void theBodyOutweighsTheAnswer() {
        exchange.getMessage().setBody(BooleanNode.FALSE);
        assertThat(Probe.read(List.of(get(200)), exchange).answer()).isEqualTo(Answer.DID_NOT);

        exchange.getMessage().setBody(true);
        assertThat(Probe.read(List.of(get(404)), exchange).answer()).isEqualTo(Answer.TOOK_EFFECT);
    }

    @ParameterizedTest
    @CsvSource({
        "200,TOOK_EFFECT",
        "204,TOOK_EFFECT",
        "302,NOT_KNOWN",
        "400,NOT_KNOWN",
        "403,NOT_KNOWN",
        "404,DID_NOT",
        "410,DID_NOT",
        "429,",
        "401,",
        "500,",
        "0,"
    })
    void theLastAnswerDecidesWhetherOrNotItWasThrown(int status, Answer answer) {
        assertThat(Probe.read(List.of(get(200), get(status)), exchange).answer())
                .isEqualTo(answer);

        if (status >= 400) {
            exchange.setException(
                    new HttpOperationFailedException("https://api.example", status, "", null, Map.of(), ""));
            assertThat(Probe.read(List.of(get(200), get(status)), exchange).answer())
                    .isEqualTo(answer);
        }
    }

    @Test
    void anErrorIsNoAnswer() {
        exchange.setException(new IllegalStateException("no such column"));

        Probe.Result result = Probe.read(List.of(get(404)), exchange);

        assertThat(result.answer()).isEqualTo(Answer.NOT_KNOWN);
        assertThat(result.reason()).startsWith("the probe could not tell: ");
    }

    private static Made get(int status) {
        return new Made(new Call("GET", URI.create("https://api.example/users/1"), true), status);
    }
}
