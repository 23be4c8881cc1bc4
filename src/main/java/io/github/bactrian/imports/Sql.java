package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single statements, within a transaction. */
final class Sql {
    private Sql() {}

    /** Turns the present row of a result into a value. */
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** How many rows were changed. */
    static int update(Connection connection, String statement, @Nullable Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            bind(update, values);
            return update.executeUpdate();
        }
    }

    /** All rows of a result. */
    static <T> List<T> select(Connection connection, Reading<T> reading, String statement, @Nullable Object... values)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(statement)) {
            bind(select, values);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                found.add(reading.of(row));
            }
        }
        return found;
    }

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
