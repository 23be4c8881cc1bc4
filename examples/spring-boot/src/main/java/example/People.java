package example;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code GET /people}, on loopback, with the users of a directory. */
@SpringBootApplication
@RestController
public class People {

    private final ProducerTemplate camel;

    People(ProducerTemplate camel) {
        this.camel = camel;
    }

    @GetMapping(path = "/people", produces = "application/json")
    String people() {
        return camel.requestBody("direct:people", null, String.class);
    }

    public static void main(String[] arguments) {
        SpringApplication.run(People.class, arguments);
    }

    @Component
    static class Routes extends RouteBuilder {

        @Override
        public void configure() {
            from("direct:people")
                    .process("oauth.graph")
                    .to("{{graph.url}}/users?httpMethod=GET&$select=displayName,mail")
                    .convertBodyTo(String.class);
        }
    }
}
