package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
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

    /** Records where files of an import are taken from, and the hash of the routes that its rows run through. */
    void set(String importName, Path directory, String routeHash) throws LedgerException {
        ledger.update(
                "INSERT INTO import(name, directory, route_hash) VALUES (?, ?, ?) ON CONFLICT(name) DO UPDATE SET"
                        + " directory = excluded.directory, route_hash = excluded.route_hash"
                        + " WHERE directory <> excluded.directory OR route_hash IS NOT excluded.route_hash",
                importName,
                directory.toString(),
                routeHash);
    }

    /** Tells others what lies in an inbox, as soon as the ledger can be written; this does not wait. */
    void tell(InboxState inbox) {
        ledger.updateSoon("UPDATE import SET inbox = ? WHERE name = ?", json(inbox), inbox.importName());
    }

    /** All inboxes with what was last said of them. */
    List<InboxState> inboxes() throws LedgerException {
        return ledger.ask(
                connection -> Sql.select(connection, ImportTable::inbox, "SELECT * FROM import ORDER BY name"));
    }

    private static InboxState inbox(ResultSet row) throws SQLException {
        String told = row.getString("inbox");
        return told == null ? InboxState.empty(row.getString("name"), row.getString("directory")) : read(told);
    }

    private static String json(InboxState inbox) {
        try {
            return ReceiptFile.JSON.writeValueAsString(inbox);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InboxState read(String json) throws SQLException {
        try {
            return ReceiptFile.JSON.readValue(json, InboxState.class);
        } catch (JsonProcessingException e) {
            throw new SQLException("what it says of an inbox is damaged", e);
        }
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
