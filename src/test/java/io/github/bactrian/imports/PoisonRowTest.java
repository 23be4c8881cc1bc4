package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.DaemonProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that the real daemon dies of, or hangs at. */
class PoisonRowTest {
    private static final String ROUTE = """
            - route:
                id: import-people
                from:
                  uri: import:people
                  parameters: { quietPeriod: 0s, parallel: 4, directory: inbox/people }
                  steps:
                    - process: { ref: oauth.graph }
                    - choice:
                        when:
                          - simple: "${body[name]} == 'poison'"
                            steps:
                              - setBody: { simple: "%s" }
                    - setBody:
                        simple: '{"accountEnabled":true,"displayName":"${body[name]}","mailNickname":"x","userPrincipalName":"${body[mail]}","passwordProfile":{"password":"Very-secret-42"}}'
                    - to: { uri: "{{graph.url}}/users", parameters: { httpMethod: POST } }
            """;
    /** Ends the process as a crash does: nothing is shut down. */
    private static final String HALT = "${bean:type:io.github.bactrian.testing.Crash?method=getNow}";

    @TempDir
    Path home;

    private Sandbox sandbox;
    private DaemonProcess daemon;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        daemon = new DaemonProcess(home, sandbox);
        Files.createDirectories(home.resolve("inbox/people"));
        Files.writeString(home.resolve("routes/import-people.camel.yaml"), ROUTE.replace("%s", HALT));
        StringBuilder file = new StringBuilder("mail,name\n");
        for (int row = 1; row <= 20; row++) {
            file.append("user")
                    .append(row)
                    .append("@x.example,")
                    .append(row == 7 ? "poison" : "User")
                    .append('\n');
        }
        Files.writeString(home.resolve("inbox/people/new.csv"), file);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aRowThatTheProcessDiesOfTwiceWhileItRunsAloneIsSetAsideAndAllOthersGoOn() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(20)));
        int deaths = 0;
        Process process = daemon.start("run");
        while (!process.waitFor(100, TimeUnit.MILLISECONDS) || deaths < 5) {
            if (!process.isAlive()) {
                deaths++;
                process = daemon.start("run");
            } else if (receipts().length > 0) {
                break;
            }
        }

        JsonNode rows = new ObjectMapper().readTree(receipts()[0]).at("/rows");
        DaemonProcess.kill(process);

        assertThat(deaths)
                .as("once beside others, then twice alone\n" + daemon.output())
                .isEqualTo(3);
        assertThat(rows.at("/read").intValue()).isEqualTo(20);
        assertThat(rows.at("/rejected").intValue()).as(rows.toString()).isEqualTo(1);
        assertThat(rows.at("/done").intValue() + rows.at("/unknown").intValue()).isEqualTo(19);
        assertThat(rows.at("/unknown").intValue())
                .as("calls on the wire when it died first")
                .isLessThan(4);
        File[] rejects = home.resolve("inbox/people/rejects").toFile().listFiles();
        assertThat(Files.readString(rejects[0].toPath()))
                .contains(
                        "\n7,\"set aside, because the process died twice while this row ran and no other",
                        "user7@x.example,poison");
        assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
    }

    private File[] receipts() {
        File[] found = home.resolve("inbox/people/done").toFile().listFiles((dir, name) -> name.endsWith(".json"));
        return found == null ? new File[0] : found;
    }
}
