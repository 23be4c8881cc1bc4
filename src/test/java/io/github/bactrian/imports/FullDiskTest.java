package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import io.github.bactrian.testing.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real, small file systems. The API takes its time, so that a disk is full before half of the rows are reserved. */
class FullDiskTest {
    private static final int ROWS = 600;
    private static final String SLOWLY = "parallel: 4";
    private static final Duration ANSWER = Duration.ofMillis(20);

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() throws Exception {
        assumeTrue(
                SmallDisk.isPossible(home.resolve("try")),
                "no small disk can be mounted here; run the tests as root, or in: unshare -rm ./mvnw test");
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(ANSWER));
    }

    @AfterEach
    void stopSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @Test
    void whileTheLedgersDiskIsFullNoRowIsSentThatCannotBeRecordedAndThenTheImportGoesOn() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("data"), 1024);
                RunningImport users = RunningImport.start(home, sandbox, SLOWLY, "maxRejects: \"100%\"")) {
            users.drop("new.csv", HEADER + rows().replace("Very-secret-42", ""));
            await().until(() -> requests() > 50);

            disk.fill();
            await().during(Duration.ofMillis(1500))
                    .atMost(Duration.ofSeconds(30))
                    .until(new Standstill());
            // less where rows were given back that had been reserved
            assertThat(requests()).isLessThanOrEqualTo(high()).isLessThan(ROWS);
            disk.free();

            assertThat(users.receipt("done", "new.csv").at("/rows/rejected").intValue())
                    .isEqualTo(ROWS);
            assertThat(requests()).isEqualTo(ROWS);
        }
    }

    @Test
    void anImportThatNeedsNoMoreSpaceGoesOnThoughTheLedgersDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("data"), 1024);
                RunningImport users = RunningImport.start(home, sandbox, SLOWLY)) {
            users.drop("new.csv", HEADER + rows());
            await().until(() -> sandbox.userCount() > 50);

            disk.fill();

            await().until(() -> sandbox.userCount() == ROWS);
            disk.free();
            assertAllDone(users.receipt("done", "new.csv"));
        }
    }

    private long requests() {
        return sandbox.stats().directory().requests();
    }

    private final class Standstill implements java.util.concurrent.Callable<Boolean> {
        private long last = -1;

        @Override
        public Boolean call() {
            long before = last;
            last = requests();
            return last == before;
        }
    }

    @Test
    void aFileThatIsDroppedWhileTheLedgersDiskIsFullIsTakenWhenThereIsSpace() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("data"), 1024);
                RunningImport users = RunningImport.start(home, sandbox)) {
            disk.fill();
            users.drop("new.csv", HEADER + rows());
            await().during(Duration.ofMillis(1500)).until(() -> sandbox.userCount() == 0);
            disk.free();

            assertAllDone(users.receipt("done", "new.csv"));
        }
    }

    @Test
    void aProcessWhoseLedgersDiskIsFullCanBeStoppedAndTheNextOneGoesOn() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(home.resolve("data"), 1024)) {
            RunningImport users = RunningImport.start(home, sandbox, SLOWLY);
            users.drop("new.csv", HEADER + rows());
            await().until(() -> sandbox.userCount() > 50);
            disk.fill();

            CompletableFuture<Void> stop = CompletableFuture.runAsync(users::close);
            await().atMost(Duration.ofSeconds(40)).until(stop::isDone);

            assertThat(stop).isCompleted();
            disk.free();
            try (RunningImport next = RunningImport.start(home, sandbox, SLOWLY)) {
                assertAllDone(next.receipt("done", "new.csv"));
            }
        }
    }

    @Test
    void aJobThatCannotWriteItsRejectsEndsWhenThereIsSpaceAndSendsNothingAgain() throws Exception {
        String[] parameters = {"maxRejects: \"100%\"", SLOWLY};
        String content = HEADER + rows().replace("Very-secret-42", "");
        try (SmallDisk disk = SmallDisk.mount(home.resolve("inbox"), 256);
                RunningImport users = RunningImport.start(home, sandbox, parameters)) {
            users.drop("new.csv", content);
            await().until(() -> sandbox.stats().directory().requests() > 50);

            disk.fill();
            await().atMost(Duration.ofSeconds(30)).until(() -> text("SELECT ends_as FROM job") != null);
            await().during(Duration.ofMillis(1500))
                    .until(() -> users.find("done", "new.csv.receipt.json").isEmpty());
            assertThat(users.find("rejects", "new.csv")).isEmpty();
            assertThat(users.find(".work", "new.csv")).hasSize(1);
            disk.free();

            assertThat(users.receipt("done", "new.csv").at("/rows").toString())
                    .isEqualTo(
                            "{\"read\":%1$d,\"done\":0,\"rejected\":%1$d,\"skipped\":0,\"unknown\":0}".formatted(ROWS));
            assertThat(Files.readAllLines(users.file("rejects", "new.csv"))).hasSize(1 + ROWS);
            assertThat(sandbox.stats().directory().requests()).isEqualTo(ROWS);
        }
    }

    private void assertAllDone(JsonNode receipt) {
        assertThat(receipt.at("/rows").toString())
                .isEqualTo("{\"read\":%1$d,\"done\":%1$d,\"rejected\":0,\"skipped\":0,\"unknown\":0}".formatted(ROWS));
        assertThat(sandbox.userCount()).isEqualTo(ROWS);
        assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
    }

    private long high() throws SQLException {
        return Long.parseLong(text("SELECT high FROM job"));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= ROWS; i++) {
            rows.append(RunningImport.row("user" + i + "@x.example", "User " + i));
        }
        return rows.toString();
    }
}
