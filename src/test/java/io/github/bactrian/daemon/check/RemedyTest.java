package io.github.bactrian.daemon.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.targets.ValueText;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jq that check proposes, run by Camel beside the text that it replaces. */
class RemedyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> ROW =
            Map.of("name", "Ada", "Last Name", "Lovelace", "age", "36", "if", "x", "mail", "ada@caravan.example");
    private static final String ATTACK = "x\", \"admin\": \"\\ <b> & 'y' \u96ea\n";

    private static DefaultCamelContext camel;

    @BeforeAll
    static void start() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"${body[name]}\"}",
                "{\"name\":\"${body[name]}\",\"age\":${body[age]},\"on\":true,\"of\":null,\"n\":1.5}",
                "{ \"a\": { \"b\": [ \"${body[mail]}\", 2 ] }, \"if\": \"${body[if]}\", \"x-y\": {} }",
                "[ { \"full\": \"Dr. ${body[name]} \\\"${body['Last Name']}\\\"\" } ]",
                "{\"key\": \"${header.key}\", \"p\": \"${exchangeProperty.p}\", \"v\": \"${variable.v}\"}"
            })
    void forAHarmlessRowItSaysTheSame(String text) throws Exception {
        assertThat(JSON.readTree(evaluate("jq", jq(text), row("name", "Ada"))))
                .isEqualTo(JSON.readTree(evaluate("simple", text, row("name", "Ada"))));
    }

    @Test
    void aQuoteInACellAddsNoField() throws Exception {
        String text = "{\"name\": \"${body[name]}\", \"admin\": \"no\", \"key\": \"k ${header.key}\"}";
        Exchange row = row("name", ATTACK);
        row.getMessage().setHeader("key", ATTACK);

        JsonNode json = JSON.readTree(evaluate("jq", jq(text), row));

        assertThat(json.properties()).hasSize(3);
        assertThat(json.path("name").textValue()).isEqualTo(ATTACK);
        assertThat(json.path("admin").textValue()).isEqualTo("no");
        assertThat(json.path("key").textValue()).isEqualTo("k " + ATTACK);
    }

    @Test
    void aCellAddsNoElementToXmlAndNoParameterToAForm() {
        String xml = JqText.ofText("@html", ValueText.of("<u a=\"1\">${body[name]}</u>"))
                .orElseThrow();
        String form = JqText.ofText("@uri", ValueText.of("a=1&b=${body[name]}")).orElseThrow();

        assertThat(evaluate("jq", xml, row("name", "<b a='&\">")))
                .isEqualTo("<u a=\"1\">&lt;b a=&apos;&amp;&quot;&gt;</u>");
        assertThat(evaluate("jq", form, row("name", "x&c=2"))).isEqualTo("a=1&b=x%26c%3D2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"at\": \"${date:now:yyyy}\", \"name\": \"${body[name]}\"}",
                "{\"${body[name]}\": 1}",
                "{\"deep\": \"${body[a][b]}\"}",
                "{\"text\": \"${body}\"}",
                "{\"open\": \"${body[name]}\""
            })
    void whereJqHasNothingOfTheKindNoneIsProposed(String text) {
        assertThat(JqText.ofJson(ValueText.of(text))).isEmpty();
    }

    private static String jq(String text) {
        return JqText.ofJson(ValueText.of(text)).orElseThrow();
    }

    private static Exchange row(String column, String value) {
        Exchange exchange = new DefaultExchange(camel);
        Map<String, String> row = new java.util.TreeMap<>(ROW);
        row.put(column, value);
        exchange.getMessage().setBody(row);
        exchange.getMessage().setHeader("key", "k");
        exchange.setProperty("p", "q");
        exchange.setVariable("v", "w");
        return exchange;
    }

    private static String evaluate(String language, String text, Exchange exchange) {
        Expression expression = camel.resolveLanguage(language).createExpression(text);
        expression.init(camel);
        return expression.evaluate(exchange, String.class);
    }
}
