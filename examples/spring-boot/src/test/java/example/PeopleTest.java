package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.junit.SandboxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PeopleTest {

    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    @Autowired
    private TestRestTemplate http;

    @DynamicPropertySource
    static void sandbox(DynamicPropertyRegistry properties) {
        SANDBOX.profile("graph").forEach((key, value) -> properties.add(key, () -> value));
        properties.add("graph.url", SANDBOX.sandbox()::directory);
    }

    @Test
    void peopleAreReadWithATokenOfTheApplicationsOwn() {
        assertThat(http.getForObject("/people", String.class)).contains("\"value\":[]");
    }

    @Test
    void healthTellsOfTheToken() {
        http.getForObject("/people", String.class);

        ResponseEntity<String> health = http.getForEntity("/actuator/health", String.class);

        assertThat(health.getStatusCode().value()).isEqualTo(200);
        assertThat(health.getBody()).contains("\"oauth\"", "oauth.graph", "has a token until");
    }
}
