package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a commit has made durable is copied; then everything is sent that can be sent before the next commit, which is what
 * a loss of power forgets at worst; then the copy is all that is left.
 */
class PowerLossTest {
    private static final int ROWS = 900;
    private static final int PARALLEL = 8;
    private static final int READ_AHEAD = PARALLEL / 2 + 1;

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

    @ParameterizedTest(name = "after {0} calls of {1} ms")
    @CsvSource({"1, 40, 230", "40, 40, 230", "130, 40, 230", "250, 40, 230", "24, 400, 52"})
    void rowsThatMayHaveBeenSentWhenPowerWasLostAreUnknownAndFewAndNoneIsSentTwice(
            int calls, int latency, int mostReserved) throws Exception {
        Path durable = home.resolve("durable");
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").delay(Duration.ofMillis(latency)));
        try (RunningImport users = RunningImport.start(home, sandbox, "parallel: " + PARALLEL)) {
            users.drop("new.csv", HEADER + rows());
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> sandbox.stats().directory().requests() >= calls);
            losePower(users, durable, Duration.ofMillis(latency));
        }
        long sent = sandbox.userCount();
        restore(durable);
        sandbox.faults().clear();

        try (RunningImport users = RunningImport.start(home, sandbox, "parallel: " + PARALLEL)) {
            JsonNode receipt = users.receipt("done", "new.csv");

            String story = sent + " rows were sent, then " + receipt;
            int unknown = receipt.at("/rows/unknown").intValue();
            assertThat(receipt.at("/rows/done").intValue() + unknown).as(story).isEqualTo(ROWS);
            assertThat(unknown).as(story).isBetween(Reservation.LEAST, PARALLEL + READ_AHEAD + mostReserved);
            assertThat(sandbox.userCount()).as(story).isEqualTo(ROWS);
            assertThat(sandbox.stats().processedMoreThanOnce()).as(story).isEmpty();
        }
    }

    /** The disk takes nothing any more; the process goes on as long as it can. */
    private void losePower(RunningImport users, Path durable, Duration latency) throws Exception {
        Ledger ledger =
                users.context().getComponent("import", ImportComponent.class).ledger();
        CompletableFuture<Void> over = new CompletableFuture<>();
        ledger.writeNow(new PowerLoss(
                ledger.file(),
                () -> over.completeAsync(
                        () -> {
                            sendWhatCanBeSent(durable, latency);
                            return null;
                        },
                        Runnable::run)));
        over.get(30, TimeUnit.SECONDS);
    }

    private void sendWhatCanBeSent(Path durable, Duration latency) {
        copy(home.resolve("data"), durable);
        RunningImport.awaitStandstill(sandbox, latency.multipliedBy(3));
    }

    /** Does something when all commits before are durable and told, and lets nothing be written behind them. */
    private record PowerLoss(Path ledger, Runnable before) implements Ledger.Change {
        @Override
        public void write(Connection connection) throws SQLException {
            before.run();
            try {
                Files.move(ledger, ledger.resolveSibling("gone"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new SQLException("power is lost");
        }

        @Override
        public void committed() {}

        @Override
        public void failed(LedgerException reason) {}
    }

    private void restore(Path durable) throws SQLException {
        copy(durable, home.resolve("data"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE job SET boot = 'another'");
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (String name : new String[] {"ledger.db", "ledger.db-journal"}) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
