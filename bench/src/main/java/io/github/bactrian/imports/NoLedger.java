package io.github.bactrian.imports;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;

/**
 * What an import costs without a durable ledger: jobs are kept in memory, and what is written for rows is dropped before it
 * reaches SQLite. Only here, for comparison: a killed process would know nothing.
 */
public final class NoLedger {
    private static final String ROWS = "UPDATE job SET high=?, read=?";
    private static final String EXCEPTIONAL = "INSERT OR REPLACE INTO exc";

    private NoLedger() {}

    /** @param memory a directory on a file system in memory, for the marks of calls */
    public static void install(ImportComponent component, Path memory) throws SQLException, IOException {
        Files.createDirectories(memory);
        Connection jobs = LedgerSchema.connect(Path.of(":memory:"));
        component.useLedger(Ledger.over(memory.resolve("ledger"), withoutRows(jobs), memory, Clock.systemUTC()));
    }

    private static Connection withoutRows(Connection jobs) {
        PreparedStatement dropped = proxy(
                PreparedStatement.class,
                (self, method, arguments) -> method.getName().equals("executeUpdate") ? 1 : null);
        return proxy(Connection.class, (self, method, arguments) -> {
            boolean ofRow = method.getName().equals("prepareStatement")
                    && (arguments[0].toString().startsWith(ROWS)
                            || arguments[0].toString().startsWith(EXCEPTIONAL));
            if (ofRow) {
                return dropped;
            }
            try {
                return method.invoke(jobs, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(NoLedger.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
