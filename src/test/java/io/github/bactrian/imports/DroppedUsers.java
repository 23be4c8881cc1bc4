package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.Stats;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of users that was dropped into an import, and what must be true of it in the end, whatever happened meanwhile.
 * Every 25th row is one that the directory refuses; rows share a department with their neighbours.
 */
record DroppedUsers(Path home, String importName, String name, int rows) {
    private static final String HEADER = "version:v1.0\r\nName [displayName] Required,"
            + "User name [userPrincipalName] Required,Initial password [passwordProfile] Required,"
            + "Block sign in (Yes/No) [accountEnabled] Required,Department [department]\r\n";
    private static final int REFUSED_EVERY = 25;
    private static final int DEPARTMENTS = 4;

    void drop() throws IOException {
        StringBuilder content = new StringBuilder(HEADER);
        for (int row = 1; row <= rows; row++) {
            content.append("User ").append(row).append(',').append(user(row));
            content.append(isRefused(row) ? ",," : ",Very-secret-42,").append("No,");
            content.append("Department ").append(department(row)).append("\r\n");
        }
        Path inbox = Files.createDirectories(home.resolve("inbox").resolve(importName));
        Path part = Files.writeString(inbox.resolve("." + name + ".part"), content);
        Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private String user(int row) {
        return String.format(Locale.ROOT, "%s-%05d@contoso.example", name.replace(".csv", ""), row);
    }

    private static boolean isRefused(int row) {
        return row % REFUSED_EVERY == 0;
    }

    private static int department(int row) {
        return row % DEPARTMENTS;
    }

    boolean hasEnded() throws IOException {
        return !find("done", ".receipt.json").isEmpty();
    }

    /** Its receipt adds up, its files hold the rows that the ledger says, and the directory agrees on each row. */
    void assertEveryRowHasOneOutcome(Sandbox sandbox) throws IOException, SQLException {
        JsonNode receipt =
                new ObjectMapper().readTree(find("done", ".receipt.json").get(0).toFile());
        Map<Long, String> rejected = outcomes("rejects");
        Map<Long, String> unknown = outcomes("unknown");
        assertThat(receipt.at("/rows").toString())
                .as(name)
                .isEqualTo("{\"read\":%d,\"done\":%d,\"rejected\":%d,\"skipped\":0,\"unknown\":%d}"
                        .formatted(rows, rows - rejected.size() - unknown.size(), rejected.size(), unknown.size()));
        assertThat(receipt.at("/status").textValue())
                .isEqualTo(
                        !unknown.isEmpty() ? "done-with-unknown" : !rejected.isEmpty() ? "done-with-rejects" : "done");
        String job = receipt.at("/job").textValue();
        assertThat(inLedger(job, "rejected")).as(name).isEqualTo(rejected);
        assertThat(inLedger(job, "unknown")).as(name).isEqualTo(unknown);
        for (int row = 1; row <= rows; row++) {
            assertThat(rejected.containsKey((long) row) && unknown.containsKey((long) row))
                    .as(user(row) + " is in two files")
                    .isFalse();
            assertOutcome(row, sandbox.stats().posts(user(row)), rejected.get((long) row), unknown.get((long) row));
        }
    }

    private void assertOutcome(int row, Stats.Posts posts, String rejected, String unknown) {
        String who = user(row) + ", " + posts + ", rejected: " + rejected + ", unknown: " + unknown;
        if (isRefused(row)) {
            assertThat(posts.created()).as(who).isZero();
            assertThat(rejected != null || unknown != null).as(who).isTrue();
        } else if (rejected != null) {
            assertThat(posts.processed()).as(who).isZero();
            assertThat(rejected)
                    .as(who)
                    .containsAnyOf(
                            "an earlier row with the same key ended unknown",
                            "the process died twice while this row ran");
        } else if (unknown != null) {
            assertThat(posts.processed()).as(who).isLessThanOrEqualTo(1);
        } else {
            assertThat(posts.processed()).as(who).isEqualTo(1);
            assertThat(posts.created()).as(who).isEqualTo(1);
        }
    }

    int unknown() throws IOException {
        return outcomes("unknown").size();
    }

    private Map<Long, String> outcomes(String folder) throws IOException {
        Map<Long, String> outcomes = new TreeMap<>();
        for (Path file : find(folder, "")) {
            List<String> lines = Files.readAllLines(file);
            String table = String.join("\n", lines.subList(1, lines.size()));
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(table)) {
                reader.stream()
                        .skip(1)
                        .forEach(line -> outcomes.put(Long.parseLong(line.getField(0)), line.getField(1)));
            }
        }
        return outcomes;
    }

    private Map<Long, String> inLedger(String job, String kind) throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/ledger.db"));
                PreparedStatement select =
                        connection.prepareStatement("SELECT row, reason FROM exc WHERE job = ? AND kind = ?")) {
            select.setString(1, job);
            select.setString(2, kind);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                rows.put(row.getLong(1), row.getString(2));
            }
        }
        return rows;
    }

    private List<Path> find(String folder, String suffix) throws IOException {
        Path directory = home.resolve("inbox").resolve(importName).resolve(folder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "[!.]*-" + name + suffix)) {
            return java.util.stream.StreamSupport.stream(files.spliterator(), false)
                    .toList();
        }
    }
}
