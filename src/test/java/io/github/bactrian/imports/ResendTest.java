package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a file from {@code unknown/} that is imported by hand. */
class ResendTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
        sandbox.faults()
                .set(
                        Fault.on("POST", "/v1.0/users").nth(1).drop(),
                        Fault.on("POST", "/v1.0/users").nth(2).drop());
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void aCopyThatIsDroppedIsNotSentBecauseItsRowsMayHaveTakenEffect() throws Exception {
        try (RunningImport users = started()) {
            Path unknown = ended(users);
            String name = unknown.getFileName().toString();

            users.drop(name, Files.readAllBytes(unknown));

            JsonNode receipt = users.receipt("failed", name);
            assertThat(receipt.at("/reason").textValue())
                    .startsWith("it holds 2 rows that job " + id(unknown) + " sent without getting an answer")
                    .contains("jobs settle " + id(unknown) + " --probe | --done | --resend");
            assertThat(unknown).exists();
            assertThat(sandbox.userCount()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatWasMovedIntoTheInboxIsPutBackSoThatItsRowsCanBeSettled() throws Exception {
        try (RunningImport users = started()) {
            Path unknown = ended(users);
            String name = unknown.getFileName().toString();
            Files.move(unknown, home.resolve("inbox").resolve(name));

            assertThat(users.receipt("failed", name).at("/reason").textValue())
                    .endsWith("It was put back into unknown/");

            assertThat(unknown).exists();
            assertThat(users.component().settle(id(unknown), Settlement.RESEND).resent())
                    .isEqualTo(2);
        }
    }

    @Test
    void itsRowsAreSentAgainIfSomebodySaysSoAndCountAsSkippedInTheirJob() throws Exception {
        try (RunningImport users = started()) {
            Path unknown = ended(users);

            Receipt child = resend(users, unknown);

            assertThat(child.status()).isEqualTo("done");
            assertThat(child.parent()).isEqualTo(id(unknown));
            assertThat(child.rows().done()).isEqualTo(2);
            Receipt parent = users.component().job(id(unknown)).receipt();
            assertThat(parent.rows()).isEqualTo(new RowCounts(3, 1, 0, 2, 0));
            assertThat(parent.reason()).isEqualTo("2 unknown rows sent again by job " + child.job());
            assertThat(unknown).doesNotExist();
            assertThat(sandbox.userCount()).isEqualTo(3);
        }
    }

    @Test
    void rowsThatWereTakenOutOfTheFileStayUnknown() throws Exception {
        try (RunningImport users = started()) {
            Path unknown = ended(users);
            List<String> lines = Files.readAllLines(unknown);
            Path shortened = Files.write(
                    Files.createDirectories(home.resolve("mended")).resolve(unknown.getFileName()),
                    lines.subList(0, 2));

            assertThat(resend(users, shortened).rows().done()).isEqualTo(1);

            Receipt parent = users.component().job(id(unknown)).receipt();
            assertThat(parent.rows()).isEqualTo(new RowCounts(3, 1, 0, 1, 1));
            assertThat(parent.status()).isEqualTo("done-with-unknown");
            assertThat(Files.readString(unknown)).contains("bob@x.example").doesNotContain("ann@x.example");
        }
    }

    @Test
    void aSecondTimeThereIsNothingToSendAgain() throws Exception {
        try (RunningImport users = started()) {
            Path unknown = ended(users);
            Path kept = Files.copy(
                    unknown, Files.createDirectories(home.resolve("kept")).resolve(unknown.getFileName()));
            resend(users, unknown);

            Receipt again = resend(users, kept);

            assertThat(again.status()).isEqualTo("failed");
            assertThat(again.reason()).contains("--resend is for files from unknown/");
            assertThat(sandbox.stats().processedMoreThanOnce()).isEmpty();
        }
    }

    @Test
    void aRejectFileOfTheSameJobIsImportedWithoutADecision() throws Exception {
        sandbox.faults().set(Fault.on("POST", "/v1.0/users").nth(1).drop());
        try (RunningImport users = started()) {
            users.drop("new.csv", HEADER + row("ann@x.example", "Ann") + row("", "Nobody"));
            JsonNode receipt = users.receipt("done", "new.csv");
            assertThat(receipt.at("/rows/unknown").intValue()).isEqualTo(1);
            assertThat(receipt.at("/rows/rejected").intValue()).isEqualTo(1);
            Path rejects = users.file("rejects", "new.csv");
            String name = rejects.getFileName().toString();

            users.drop(name, Files.readString(rejects).replace(",,", ",nobody@x.example,"));

            assertThat(users.receipt("done", name).at("/parent").textValue()).isEqualTo(id(rejects));
        }
    }

    private static Receipt resend(RunningImport users, Path file) throws Exception {
        return users.component()
                .importFile("users", file, Again.UNKNOWN_ROWS)
                .get(30, java.util.concurrent.TimeUnit.SECONDS);
    }

    private RunningImport started() throws Exception {
        return RunningImport.start(home, sandbox, "key: mail", "parallel: 1");
    }

    /** The file of two unknown rows, the third one being done. */
    private static Path ended(RunningImport users) throws Exception {
        users.drop(
                "new.csv",
                HEADER + row("ann@x.example", "Ann") + row("bob@x.example", "Bob") + row("cid@x.example", "Cid"));
        JsonNode receipt = users.receipt("done", "new.csv");
        assertThat(receipt.at("/rows/unknown").intValue()).isEqualTo(2);
        users.endedJob(receipt);
        return users.file("unknown", "new.csv");
    }

    private static String id(Path file) {
        return file.getFileName().toString().substring(0, "20261122T120000-aaaaa".length());
    }
}
