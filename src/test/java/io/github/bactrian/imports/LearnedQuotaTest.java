package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedQuotaTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void aJobWhoseRowsWaitForALearnedQuotaSaysSoWithTheKeyThatOverrulesItAndIsNotPaused() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").quota(20, Duration.ofSeconds(1)));
        try (Logged log = Logged.by(Steering.class);
                RunningImport users = RunningImport.start(home, sandbox, "key: mail", "parallel: 8")) {
            users.drop("new.csv", OutcomesTest.rows(60));

            await().atMost(Duration.ofSeconds(30)).until(() -> users.component().jobs().stream()
                    .anyMatch(job -> job.waitsFor() != null
                            && job.waitsFor()
                                    .matches("the API \\(calls keep to .* calls in .* s, as the API's"
                                            + " refusals have taught; oauth.graph.call.rate overrules that\\)")));
            assertThat(users.receipt("done", "new.csv").at("/rows/done").intValue())
                    .isEqualTo(60);
            assertThat(log.lines()).isEmpty();
        }
    }
}
