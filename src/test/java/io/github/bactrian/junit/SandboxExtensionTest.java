package io.github.bactrian.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.embed.Bactrian;
import io.github.bactrian.sandbox.Sandbox;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxExtensionTest {

    @RegisterExtension
    static final SandboxExtension EXTENSION = new SandboxExtension();

    private static final String USER = "{\"accountEnabled\":true,\"displayName\":\"Ada\",\"mailNickname\":\"ada\","
            + "\"userPrincipalName\":\"ada@contoso.test\",\"passwordProfile\":{\"password\":\"Aa1!aaaaaaaa\"}}";

    @RepeatedTest(2)
    void eachTestBeginsWithAnEmptyDirectory(Sandbox sandbox) {
        assertThat(sandbox.userCount()).isZero();
        CamelContext camel = new DefaultCamelContext();
        try {
            Bactrian.install(camel, EXTENSION.profile("graph"));
            camel.start();
            camel.createProducerTemplate().send(sandbox.directory() + "/users", exchange -> {
                exchange.setProperty("oauthProfile", "graph");
                exchange.getMessage().setHeader("Content-Type", "application/json");
                exchange.getMessage().setBody(USER);
            });
        } finally {
            camel.stop();
        }
        assertThat(sandbox.userCount()).isEqualTo(1);
    }

    @Nested
    class InANestedClass {
        @Test
        void itIsTheSameSandbox(Sandbox sandbox) {
            assertThat(sandbox).isSameAs(EXTENSION.sandbox());
        }
    }
}
