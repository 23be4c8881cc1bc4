package io.github.bactrian.imports;

import java.nio.file.Path;
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
