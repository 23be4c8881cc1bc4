package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** The body of a chunk; says also how it, or a row, becomes JSON: for jq, and where a component asks for bytes to send. */
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
        for (Class<?> body : List.of(Row.class, Rows.class)) {
            converters.addTypeConverter(
                    byte[].class, body, new SimpleTypeConverter(false, (type, exchange, value) -> bytes(value)));
            converters.addTypeConverter(
                    InputStream.class,
                    body,
                    new SimpleTypeConverter(false, (type, exchange, value) -> new ByteArrayInputStream(bytes(value))));
        }
    }

    private static byte[] bytes(Object body) throws JsonProcessingException {
        return JSON.writeValueAsBytes(body);
    }
}
