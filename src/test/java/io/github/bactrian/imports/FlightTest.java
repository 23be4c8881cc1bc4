package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bactrian.http.Call;
import io.github.bactrian.imports.formats.SourceRecord;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Call CALL = new Call("GET", URI.create("https://api.example/users"), true);

    @TempDir
    Path home;

    @Test
    void aRowThatRunsLongWithoutACallIsToldOnceWithItsNumberAndPlace() throws Exception {
        Flight flight = new Flight(List.of(task()), calls()).boarded();

        assertThat(flight.hangs(START)).isNull();
        assertThat(flight.hangs(START.plus(Flight.LONG).minusMillis(1))).isNull();
        assertThat(flight.hangs(START.plus(Flight.LONG)))
                .startsWith("row 17 has been running for 10 minutes with no call on the wire, at java");
        assertThat(flight.hangs(START.plus(Flight.LONG.multipliedBy(2)))).isNull();
    }

    @Test
    void aRowWhoseCallIsOnTheWireDoesNotHang() throws Exception {
        RowCalls calls = calls();
        Flight flight = new Flight(List.of(task()), calls).boarded();
        calls.sending(CALL);

        assertThat(flight.hangs(START)).isNull();
        assertThat(flight.hangs(START.plus(Duration.ofHours(1)))).isNull();
        calls.answered(CALL, 200);
        assertThat(flight.hangs(START.plus(Duration.ofHours(2)))).isNull();
        assertThat(flight.hangs(START.plus(Duration.ofHours(3)))).contains("row 17");
    }

    private static RowCalls calls() {
        return new RowCalls(new CallCounts(new Receipt.Calls(0, 0, 0, 0)), () -> {}, List.of(), 1);
    }

    private Task task() throws Exception {
        SourceRecord record = new SourceRecord(17, 18, 0, new byte[0], 17, List.of(), List.of(), null);
        Job job = new Job("job", "users", "new.csv", home, "00", 0, null, "hash", START);
        CallMarks marks = CallMarks.unkept();
        JobRow row = new JobRow(job, record, new Row(List.of(), List.of(), Set.of()), null, null, "id");
        return new Task(
                row, new OpenRow(marks, marks.take(), new io.github.bactrian.imports.formats.Position(17, 0, 18)));
    }
}
