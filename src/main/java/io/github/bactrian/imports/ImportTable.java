package io.github.bactrian.imports;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The imports that the ledger has seen. */
final class ImportTable {
    private final Ledger ledger;

    ImportTable(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Records where files of an import are taken from. */
    void setDirectory(String importName, Path directory) throws LedgerException {
        ledger.update(
                "INSERT INTO import(name, directory) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET directory ="
                        + " excluded.directory WHERE directory <> excluded.directory",
                importName,
                directory.toString());
    }

    /** Tells others why files in an inbox are not taken, one sentence each. */
    void setWaiting(String importName, List<String> waiting) throws LedgerException {
        ledger.update("UPDATE import SET waits = ? WHERE name = ?", String.join("\n", waiting), importName);
    }

    /** All inboxes with what was last said of them. */
    List<InboxState> inboxes() throws LedgerException {
        return ledger.ask(
                connection -> Sql.select(connection, ImportTable::inbox, "SELECT * FROM import ORDER BY name"));
    }

    private static InboxState inbox(ResultSet row) throws SQLException {
        String waits = row.getString("waits");
        return new InboxState(
                row.getString("name"),
                Path.of(row.getString("directory")),
                waits == null || waits.isEmpty() ? List.of() : List.of(waits.split("\n")));
    }

    /** Where files of an import are taken from; empty if no route ever consumed from it. */
    Optional<Path> directoryOf(String importName) throws LedgerException {
        return ledger
                .ask(connection -> Sql.select(
                        connection,
                        row -> Path.of(row.getString(1)),
                        "SELECT directory FROM import WHERE name = ?",
                        importName))
                .stream()
                .findFirst();
    }
}
