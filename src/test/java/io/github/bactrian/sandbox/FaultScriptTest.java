package io.github.bactrian.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultScriptTest {

    @Test
    void everyKindOfFaultIsReadAndWrittenBack() {
        String script = """
                [ {"method": "POST", "path": "/v1.0/users", "from": 3, "count": 2, "status": 503,
                   "headers": {"Retry-After": 2}, "body": "later"},
                  {"path": "/v1.0", "every": 10, "drop": true, "acts": true},
                  {"path": "/*/oauth2", "count": 1, "delay": "200ms"},
                  {"path": "/v1.0", "for": "3s", "quota": "20/s"},
                  {"path": "/v1.0", "quota": "3000/150s"} ]
                """;

        List<Fault> faults = FaultScript.read(script);

        assertThat(faults)
                .containsExactly(
                        Fault.on("POST", "/v1.0/users")
                                .from(3)
                                .count(2)
                                .answer(503, Map.of("Retry-After", "2"), new TextNode("later")),
                        Fault.on("*", "/v1.0").every(10).drop().acting(),
                        Fault.on("*", "/*/oauth2").count(1).delay(Duration.ofMillis(200)),
                        Fault.on("*", "/v1.0").lasting(Duration.ofSeconds(3)).quota(20, Duration.ofSeconds(1)),
                        Fault.on("*", "/v1.0").quota(3000, Duration.ofSeconds(150)));
        var written = SandboxClient.JSON.createArrayNode();
        faults.forEach(fault -> written.add(FaultScript.write(fault)));
        assertThat(FaultScript.read(written.toString())).isEqualTo(faults);
    }

    @Test
    void aMistakeIsNamedWithItsPlace() {
        assertMistake("[{\"path\": \"/\", \"stauts\": 503}]", "Fault 1: unknown keys [stauts]; known are ");
        assertMistake("[{\"path\": \"/\"}, {\"status\": 503}]", "Fault 2: path is ''");
        assertMistake("[{\"path\": \"/\", \"delay\": 5}]", "Fault 1: 5 is not a time such as 200ms");
        assertMistake("[{\"path\": \"/\", \"quota\": \"20\"}]", "Fault 1: '20' is not a quota such as 20/1s");
        assertMistake("[{\"path\": \"/\", \"status\": 99}]", "Fault 1: status is 99");
        assertMistake("[{\"path\": \"/\", \"from\": 0}]", "Fault 1: from, every and count are at least 1");
        assertMistake("[{\"path\": \"/\", \"count\": \"two\"}]", "Fault 1: count is \"two\", not a number");
        assertMistake("[{\"path\": \"/\", \"status\": 503, \"drop\": true}]", "Fault 1: only one of");
        assertMistake("[{\"path\": \"/\", \"drop\": \"yes\"}]", "Fault 1: drop is \"yes\", neither true nor false");
        assertMistake("[{\"path\": \"/\", \"body\": 1}]", "Fault 1: headers and body go with a status");
        assertMistake("{}", "A fault script is a JSON array");
        assertMistake("[", "The fault script is not JSON");
    }

    private static void assertMistake(String script, String message) {
        assertThatThrownBy(() -> FaultScript.read(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
