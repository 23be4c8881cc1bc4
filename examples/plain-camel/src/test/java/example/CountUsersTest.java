package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.junit.SandboxExtension;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CountUsersTest {

    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    private CamelContext camel;

    @BeforeEach
    void start() throws Exception {
        Properties properties = new Properties();
        properties.putAll(SANDBOX.profile("graph"));
        properties.put("graph.url", SANDBOX.sandbox().directory().toString());
        properties.put("period", "1000000");
        camel = CountUsers.context();
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void theDirectoryIsAskedWithATokenOfTheApplicationsOwn() {
        assertThat(count()).isEqualTo("0");
        assertThat(SANDBOX.sandbox().stats().tokensIssued()).isEqualTo(1);
    }

    @Test
    void aRevokedTokenIsReplacedUnnoticed() {
        count();
        SANDBOX.sandbox().revokeTokens();

        assertThat(count()).isEqualTo("0");
    }

    private String count() {
        return camel.createProducerTemplate().requestBody("direct:count", "", String.class);
    }
}
