package io.github.bactrian.pages;

import io.github.bactrian.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Delta links in a table of the ledger, beside those of the imports; whoever opens the file first creates it. */
public final class SqliteDeltaLinks implements DeltaLinks {

    private static final int BUSY_MILLIS = 5_000;
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS delta_link (
              name TEXT NOT NULL, profile TEXT NOT NULL, tenant TEXT NOT NULL, url TEXT NOT NULL, link TEXT NOT NULL,
              PRIMARY KEY (name, profile, tenant)) WITHOUT ROWID""";
    private static final String ONE = " WHERE name = ? AND profile = ? AND tenant = ?";

    private final Path ledger;

    /** @param ledger an SQLite file; it and its directory are created when needed, for the owner alone */
    public SqliteDeltaLinks(Path ledger) {
        this.ledger = ledger.toAbsolutePath().normalize();
    }

    @Override
    public Optional<DeltaLink> find(DeltaName name) {
        return inTransaction(connection -> find(connection, name));
    }

    @Override
    public boolean replace(DeltaName name, @Nullable DeltaLink before, @Nullable DeltaLink link) {
        return inTransaction(connection -> {
            if (!find(connection, name).equals(Optional.ofNullable(before))) {
                return false;
            }
            write(connection, name, link);
            return true;
        });
    }

    private static Optional<DeltaLink> find(Connection connection, DeltaName name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT url, link FROM delta_link" + ONE)) {
            bind(query, name);
            ResultSet found = query.executeQuery();
            return found.next() ? Optional.of(new DeltaLink(found.getString(1), found.getString(2))) : Optional.empty();
        }
    }

    private static void write(Connection connection, DeltaName name, @Nullable DeltaLink link) throws SQLException {
        String sql = link == null ? "DELETE FROM delta_link" + ONE : "REPLACE INTO delta_link VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            bind(change, name);
            if (link != null) {
                change.setString(4, link.url());
                change.setString(5, link.link());
            }
            change.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, DeltaName name) throws SQLException {
        statement.setString(1, name.name());
        statement.setString(2, name.profile());
        statement.setString(3, name.tenant());
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** The imports write to the same file: connections are short, and wait for each other. */
    private <T> T inTransaction(Work<T> work) {
        try {
            create();
            try (Connection connection = connect()) {
                T result = work.in(connection);
                connection.commit();
                return result;
            }
        } catch (SQLException | IOException e) {
            String what = "The ledger " + ledger + " cannot keep delta links: " + e.getMessage()
                    + ". Make the file and its directory writable, or set bactrian.ledger to another place";
            throw new UncheckedIOException(new IOException(what, e));
        }
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // as the imports write to it
        config.setJournalMode(JournalMode.PERSIST);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        Connection connection = config.createConnection("jdbc:sqlite:" + ledger);
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate(TABLE);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void create() throws IOException {
        if (!Files.exists(ledger)) {
            OwnerOnly.directory(ledger.toAbsolutePath().resolveSibling(""));
            OwnerOnly.file(ledger);
        }
    }
}
