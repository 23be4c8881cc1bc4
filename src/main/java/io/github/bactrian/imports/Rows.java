package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** The body of a chunk. Camel turns a row into JSON for jq, but no list; so this says how. */
final class Rows extends ArrayList<Row> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies that a route may change. */
    Rows(List<JobRow> rows) {
        rows.forEach(row -> add(new Row(row.row())));
    }

    static void makeConvertible(TypeConverterRegistry converters) {
        converters.addTypeConverter(
                JsonNode.class,
                Rows.class,
                new SimpleTypeConverter(false, (type, exchange, rows) -> JSON.valueToTree(rows)));
    }
}
