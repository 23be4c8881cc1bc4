package io.github.bactrian.imports;

import java.util.List;
import org.apache.camel.Exchange;

/** The import's routes. */
interface RowRoute {
    /** Runs the route once for these rows to the end; what went wrong is in the exchange. */
    Exchange run(List<JobRow> rows, RowCalls calls);

    /** Runs the probe once for this row to the end; what went wrong is in the exchange. */
    Exchange ask(JobRow row, RowCalls calls);
}
