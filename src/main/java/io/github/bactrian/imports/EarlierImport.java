package io.github.bactrian.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * A job that was given the same bytes before.
 *
 * @param job its id
 * @param status as in its receipt; {@code running} if it has not ended
 */
public record EarlierImport(String job, String status) {
    private static final String SAME_SIZE = "SELECT id, sha256, status FROM job WHERE import = ? AND bytes = ?"
            + " AND status IN ('running', 'ending', 'stopped', 'done', 'done-with-rejects', 'done-with-unknown')"
            + " AND COALESCE(ends_as, '') NOT IN ('skipped', 'failed') ORDER BY started, id";

    /**
     * The last one that imported the file's bytes, or has not finished with them. The ledger is read; another process may
     * be at work on it.
     *
     * @throws IOException if ledger or file cannot be read
     */
    public static Optional<EarlierImport> of(Path file, String importName, Path ledger) throws IOException {
        if (!Files.exists(ledger)) {
            return Optional.empty();
        }
        Map<String, EarlierImport> candidates = new LinkedHashMap<>();
        try (Connection connection = connect(ledger);
                PreparedStatement select = connection.prepareStatement(SAME_SIZE)) {
            Sql.bind(select, importName, Files.size(file));
            ResultSet row = select.executeQuery();
            while (row.next()) {
                candidates.put(row.getString(2), new EarlierImport(row.getString(1), row.getString(3)));
            }
        } catch (SQLException e) {
            throw new IOException("The ledger " + ledger + " cannot be read: " + e.getMessage(), e);
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = DroppedFile.open(file)) {
            return Optional.ofNullable(candidates.get(FileHash.of(in).sha256()));
        }
    }

    /** Whether that job has not ended. */
    public boolean isUnfinished() {
        return !Status.of(status).isFinal();
    }

    /** Not read-only: what a killed process had not finished to write is undone first. */
    private static Connection connect(Path ledger) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5000);
        return config.createConnection("jdbc:sqlite:" + ledger.toUri() + "?mode=rw");
    }
}
