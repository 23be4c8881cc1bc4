package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other formats than CSV on their way through an import. */
class ImportFormatsTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void rejectsOfAnArrayAreAnArrayAndKeepTheirNumbers() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox, "key: mail")) {
            users.drop("new.json", "[" + user("a@x.example") + ",{\"name\":\"B\"}," + user("") + ", 4]");

            assertThat(users.receipt("done", "new.json").at("/rows").toString())
                    .isEqualTo("{\"read\":4,\"done\":1,\"rejected\":3,\"skipped\":0,\"unknown\":0}");
            Path rejects = users.file("rejects", "new.json");
            JsonNode rows = new ObjectMapper().readTree(rejects.toFile());
            assertThat(rows.findValuesAsText("_row")).containsExactly("2", "3", "4");
            assertThat(rows.at("/0/_error").textValue()).startsWith("the record has no 'mail', which key names");

            String mended = Files.readString(rejects).replace("\"mail\":\"\"", "\"mail\":\"c@x.example\"");
            users.drop(rejects.getFileName().toString(), mended);
            JsonNode second = users.receipt("done", rejects.getFileName().toString());
            assertThat(second.at("/rows/done").intValue()).isEqualTo(1);
            assertThat(second.at("/parent").textValue()).isNotNull();
        }
    }

    @Test
    void aFileThatIsCutEndsIncompleteWithItsFirstRowsDone() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.json", "[" + user("a@x.example") + ",{\"mail\":");

            JsonNode receipt = users.receipt("failed", "new.json");

            assertThat(receipt.at("/status").textValue()).isEqualTo("incomplete");
            assertThat(receipt.at("/rows/done").intValue()).isEqualTo(1);
            assertThat(receipt.at("/reason").textValue()).contains("cut off");
        }
    }

    @Test
    void aFileOfUnknownFormatIsNotTouched() throws Exception {
        try (RunningImport users = RunningImport.start(home, sandbox)) {
            users.drop("new.dat", "mail\nx\n");

            JsonNode receipt = users.receipt("failed", "new.dat");

            assertThat(receipt.at("/status").textValue()).isEqualTo("failed");
            assertThat(receipt.at("/reason").textValue()).contains("new.dat does not tell its format");
        }
    }

    private static String user(String mail) {
        return "{\"mail\":\"" + mail + "\",\"name\":\"A\",\"password\":\"Very-secret-42\"}";
    }
}
