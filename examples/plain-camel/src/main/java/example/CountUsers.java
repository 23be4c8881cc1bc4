package example;

import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Says once a minute how many users the directory has. */
public final class CountUsers extends RouteBuilder {

    private CountUsers() {}

    /** Without properties, which say who calls and where. */
    static CamelContext context() throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new CountUsers());
        return camel;
    }

    @Override
    public void configure() {
        from("timer:count?period={{period}}").to("direct:count").log("The directory has ${body} users");

        from("direct:count")
                .setHeader("ConsistencyLevel", constant("eventual"))
                .process("oauth.graph")
                .to("{{graph.url}}/users?httpMethod=GET&$top=1&$count=true")
                .process(CountUsers::count);
    }

    private static void count(Exchange exchange) throws DeserializationException {
        JsonObject answer = (JsonObject) Jsoner.deserialize(exchange.getMessage().getBody(String.class));
        exchange.getMessage().setBody(answer.getInteger("@odata.count"));
    }

    public static void main(String[] arguments) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CamelContext camel = context();
        camel.getPropertiesComponent().setLocation("classpath:application.properties");
        // On Camel 4.14, which finds no plugins, one line more: io.github.bactrian.embed.Bactrian.install(camel);
        camel.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            camel.stop();
            ended.countDown();
        }));
        ended.await();
    }
}
