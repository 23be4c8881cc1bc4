package io.github.bactrian.imports.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks into one record of JSON. Numbers are kept exactly: whole ones as int, long or BigInteger, others as BigDecimal. */
final class JsonText {
    private static final int MAX_DEPTH = 100;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    static SourceRecord record(RawSpan span, long number) {
        try {
            String text = NotTextException.decode(span.raw(), StandardCharsets.UTF_8, span.offset());
            Object value = JSON.readValue(text, Object.class);
            if (value instanceof Map<?, ?> members) {
                return object(span, number, text, members);
            }
            return faulty(span, number, number, span.raw(), "the record is no JSON object");
        } catch (NotTextException e) {
            return faulty(span, number, number, span.raw(), e.advice());
        } catch (JsonProcessingException e) {
            return faulty(span, number, number, span.raw(), "the record is not valid JSON: " + why(e, span.line()));
        }
    }

    private static SourceRecord object(RawSpan span, long number, String text, Map<?, ?> members)
            throws JsonProcessingException {
        if (text.contains("\\u")) {
            requireWholeCharacters(members);
        }
        boolean again = members.containsKey(Rejects.ROW) || members.containsKey(Rejects.ERROR);
        long root = again ? Rejects.rootRow(String.valueOf(members.remove(Rejects.ROW)), number) : number;
        if (again) {
            members.remove(Rejects.ERROR);
        }
        byte[] raw = again ? JsonAdded.without(text, members) : span.raw();
        if (again && members.containsKey(JsonAdded.VALUE)) {
            return faulty(span, number, root, raw, "the record still holds _value; put the mended object in its place");
        }
        List<String> columns = new ArrayList<>(members.size());
        members.keySet().forEach(name -> columns.add((String) name));
        return new SourceRecord(
                number, span.line(), span.offset(), raw, root, columns, new ArrayList<>(members.values()), null);
    }

    /** Half a surrogate pair could be sent only as a question mark. */
    private static void requireWholeCharacters(Map<?, ?> members) throws JsonProcessingException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(JSON.writeValueAsString(members))) {
            throw new JsonParseException(null, "surrogate");
        }
    }

    private static SourceRecord faulty(RawSpan span, long number, long root, byte[] raw, String fault) {
        return new SourceRecord(number, span.line(), span.offset(), raw, root, List.of(), List.of(), fault);
    }

    /** Jackson's own words quote the record. */
    private static String why(JsonProcessingException e, long line) {
        String message = String.valueOf(e.getOriginalMessage());
        if (e instanceof StreamConstraintsException) {
            return "it is nested more than " + MAX_DEPTH + " deep, or a name or number in it is too long";
        }
        if (message.startsWith("Duplicate field")) {
            return "a name occurs twice in one object";
        }
        if (message.contains("surrogate")) {
            return "it holds half of a surrogate pair (\\uD800 to \\uDFFF)";
        }
        return e.getLocation() == null
                ? "it cannot be parsed"
                : "see line " + (line + e.getLocation().getLineNr() - 1);
    }
}
