package io.github.bactrian.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must not be forgotten of an open row. It is kept until the row has ended.
 *
 * @param doubt why it may have taken effect, free of row content; null if it did not
 * @param doubts how often its outcome was in doubt
 * @param suspicion whether the process may have died of it: 0 if not, 1 if it died while this row ran, and 1 more for each
 *     later time that it died while this row alone ran, with no call on the wire
 */
record Past(@Nullable String doubt, int doubts, int suspicion) {
    static final Past NONE = new Past(null, 0, 0);
    private static final int SUSPECT = 1;
    /** It ran both times, the second time alone, so that no other row can be the cause. */
    private static final int CONVICTED = SUSPECT + 1;

    Past doubted(String why) {
        return new Past(why, doubts + 1, suspicion);
    }

    /**
     * The process died while the row ran.
     *
     * @param alone whether no other row did
     */
    Past died(boolean alone) {
        return new Past(doubt, doubts, suspicion == 0 ? SUSPECT : suspicion + (alone ? 1 : 0));
    }

    /** Whether it runs with no other row beside it. */
    boolean isSuspect() {
        return suspicion >= SUSPECT;
    }

    /** How the row ends without being run, or is doubted; null if it is to be run. */
    @Nullable
    Verdict decided() {
        if (suspicion >= CONVICTED) {
            String why = "set aside, because the process died twice while this row ran, the second time with no other"
                    + (doubt == null ? ", before a call of it was sent" : "")
                    + "; look for what is special about it before importing it again";
            return Verdict.ended(new PossibleEffect(doubt).ofFailure(), doubt == null ? why : doubt + "; " + why);
        }
        return doubt == null ? null : Verdict.ended(Outcome.UNKNOWN, doubt);
    }

    /** Whether the probe may be asked; false if that may be what the process dies of. */
    boolean mayBeAsked() {
        return suspicion < CONVICTED;
    }

    static Map<Long, Past> all(Connection connection, String job) throws SQLException {
        Map<Long, Past> all = new TreeMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT row, doubt, doubts, deaths FROM past WHERE job = ?")) {
            Sql.bind(select, job);
            ResultSet row = select.executeQuery();
            while (row.next()) {
                all.put(row.getLong(1), new Past(row.getString(2), row.getInt(3), row.getInt(4)));
            }
        }
        return all;
    }

    void write(Connection connection, String job, long row) throws SQLException {
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO past(job, row, doubt, doubts, deaths) VALUES (?,?,?,?,?)",
                job,
                row,
                doubt,
                doubts,
                suspicion);
    }

    static void forget(Connection connection, String job, long row) throws SQLException {
        Sql.update(connection, "DELETE FROM past WHERE job = ? AND row = ?", job, row);
    }
}
