package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** How often a second the disk under a directory makes something durable. */
final class Disk {
    private interface Action {
        void run() throws IOException, SQLException;
    }

    private Disk() {}

    /** Transactions of one row, with SQLite as the ledger uses it. */
    static double commits(Path directory, int seconds) throws IOException, SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.PERSIST);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + directory.resolve("disk.db"), config.toProperties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, outcome TEXT)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO row (outcome) VALUES ('done')")) {
                return rate(insert::executeUpdate, seconds);
            }
        }
    }

    /** Appended bytes, {@code fdatasync}. */
    static double syncs(Path directory, int seconds) throws IOException, SQLException {
        try (FileChannel file =
                FileChannel.open(directory.resolve("disk.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            return rate(
                    () -> {
                        file.write(ByteBuffer.allocate(128));
                        file.force(false);
                    },
                    seconds);
        }
    }

    private static double rate(Action action, int seconds) throws IOException, SQLException {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        long count = 0;
        while (System.nanoTime() < end) {
            action.run();
            count++;
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }
}
