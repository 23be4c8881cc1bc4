package io.github.bactrian.imports;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The tables of the ledger. No column holds row content. */
final class LedgerSchema {
    private static final String TABLES = """
            CREATE TABLE job (
              id TEXT PRIMARY KEY, import TEXT NOT NULL, file TEXT NOT NULL, work TEXT NOT NULL, sha256 TEXT NOT NULL,
              bytes INTEGER NOT NULL, parent TEXT, route_hash TEXT NOT NULL,
              status TEXT NOT NULL, reason TEXT, by_decision INTEGER NOT NULL DEFAULT 0, ends_as TEXT,
              started INTEGER NOT NULL, finished INTEGER,
              high INTEGER NOT NULL DEFAULT 0,      -- rows up to here may have been called
              read INTEGER NOT NULL DEFAULT 0,      -- rows up to here were read
              open TEXT NOT NULL DEFAULT '',        -- those of them that have not ended: 7,9,12-15
              doubt INTEGER NOT NULL DEFAULT 0,     -- open rows up to here may have been called before power was lost
              at_record INTEGER, at_offset INTEGER, at_line INTEGER, -- where reading starts after a restart
              done INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
              skipped INTEGER NOT NULL DEFAULT 0, unknown INTEGER NOT NULL DEFAULT 0,
              sent INTEGER NOT NULL DEFAULT 0, throttled INTEGER NOT NULL DEFAULT 0,
              renewed INTEGER NOT NULL DEFAULT 0, waited_ms INTEGER NOT NULL DEFAULT 0,
              boot TEXT, owner TEXT, lease_until INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX job_by_content ON job(import, sha256);
            -- rejected and unknown rows; all other rows that were read and are not open are done or skipped
            CREATE TABLE exc (
              job TEXT NOT NULL, row INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, key TEXT,
              PRIMARY KEY (job, row)) WITHOUT ROWID;
            CREATE TABLE secret (value BLOB NOT NULL);
            INSERT INTO secret VALUES (randomblob(32));
            """;

    private static final String PASTS = """
            -- what must not be forgotten of single open rows
            CREATE TABLE past (
              job TEXT NOT NULL, row INTEGER NOT NULL,
              doubt TEXT,                           -- why it may have taken effect, null if it did not
              doubts INTEGER NOT NULL,              -- how often its outcome was in doubt
              deaths INTEGER NOT NULL,              -- whether the process may have died of it; see Past
              PRIMARY KEY (job, row)) WITHOUT ROWID;
            """;

    /** What operators ask of a job, and what is told of it. */
    private static final String JOBS_ARE_STEERED = """
            CREATE TABLE import (name TEXT PRIMARY KEY, directory TEXT NOT NULL);
            ALTER TABLE job ADD COLUMN arrival TEXT NOT NULL DEFAULT 'dropped';
            ALTER TABLE job ADD COLUMN hold TEXT;                         -- pause or stop, asked for by somebody
            ALTER TABLE job ADD COLUMN waits TEXT;                        -- what the process that works on it waits for
            ALTER TABLE job ADD COLUMN worked_ms INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE job ADD COLUMN refile INTEGER NOT NULL DEFAULT 0; -- 1: files do not agree with the counts yet; 2: to be probed
            ALTER TABLE job ADD COLUMN untold TEXT;                       -- ended or paused, and nobody was told yet
            ALTER TABLE job ADD COLUMN cleared INTEGER NOT NULL DEFAULT 0; -- its files were removed after their time
            """;
    /** Counts transactions, so that an old copy of the ledger is recognised. */
    private static final String COMMITS_ARE_COUNTED = """
            CREATE TABLE commits (count INTEGER NOT NULL);
            INSERT INTO commits VALUES (0);
            """;

    /** What files in an inbox wait for is shown. */
    private static final String INBOXES_ARE_SHOWN = """
            ALTER TABLE import ADD COLUMN waits TEXT; -- why files that lie in it are not taken, one a line
            """;

    /** How much waits in an inbox, and how old it is, is shown. */
    private static final String INBOXES_ARE_COUNTED = """
            ALTER TABLE import DROP COLUMN waits;
            ALTER TABLE import ADD COLUMN inbox TEXT; -- what lies in it and was not taken, as JSON
            """;

    /** What is asked for each job does not take longer the more jobs there were; the conditions are those of the queries. */
    private static final String JOBS_ARE_MANY = """
            CREATE INDEX job_at_work ON job(import, started) WHERE status IN ('claimed', 'running', 'ending');
            CREATE INDEX job_to_refile ON job(import) WHERE refile > 0;
            CREATE INDEX job_to_tell ON job(import, finished) WHERE untold IS NOT NULL;
            CREATE INDEX job_to_clear ON job(import, finished) WHERE cleared = 0;
            """;

    /** Whether a job's route was changed is known before the job is resumed. */
    private static final String ROUTES_ARE_KNOWN = """
            ALTER TABLE import ADD COLUMN route_hash TEXT; -- of its routes when it was started last
            """;

    /** Marks are proof only in the file that their process wrote. */
    private static final String MARKS_ARE_NAMED = """
            ALTER TABLE job ADD COLUMN marks TEXT; -- the file of the marks of its last holder; null if there is none
            """;

    /** The n-th makes version n out of version n-1. */
    private static final List<String> UPGRADES = List.of(
            TABLES,
            PASTS,
            JOBS_ARE_STEERED + COMMITS_ARE_COUNTED,
            INBOXES_ARE_SHOWN,
            INBOXES_ARE_COUNTED,
            JOBS_ARE_MANY + ROUTES_ARE_KNOWN + MARKS_ARE_NAMED);

    private static final int VERSION = UPGRADES.size();

    private LedgerSchema() {}

    /**
     * A connection with full synchronisation and a rollback journal: the write-ahead log would need a mapped file beside the
     * ledger, and a disk that fails or fills up under mapped memory kills the JVM. The journal is kept and overwritten, which
     * needs no space once it is there and changes no directory. The connection stays in auto-commit mode, because out of it
     * the driver begins the next transaction with each commit, and so locks out all other processes; see {@link #execute}.
     */
    static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.PERSIST);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(5000);
        config.setJournalSizeLimit(1 << 20);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            // macOS: to the disk itself
            execute(connection, "PRAGMA fullfsync = ON");
            upgrade(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static void upgrade(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
        try (Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
                version = found.getInt(1);
            }
            if (version > VERSION) {
                throw new SQLException("it was written by a newer Bactrian (version " + version + " of its tables, "
                        + VERSION + " is known)");
            }
            for (String upgrade : UPGRADES.subList(version, VERSION)) {
                statement.executeUpdate(upgrade);
            }
            if (version < VERSION) {
                statement.executeUpdate("PRAGMA user_version = " + VERSION);
            }
        }
        execute(connection, "COMMIT");
    }

    /** To begin and end transactions with. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
