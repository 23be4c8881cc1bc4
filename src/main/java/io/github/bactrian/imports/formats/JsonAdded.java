package io.github.bactrian.imports.formats;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The members that a reject file adds at the end of an object. */
final class JsonAdded {
    /** Holds what is no JSON object, so that the reject file is valid JSON. */
    static final String VALUE = "_value";

    private JsonAdded() {}

    /** The record with its number and reason. */
    static byte[] with(SourceRecord record, String error) throws IOException {
        byte[] raw = object(record.raw());
        int end = raw.length - 1;
        while (isSpace(raw[end - 1])) {
            end--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 100);
        out.write(raw, 0, end);
        String added = (raw[end - 1] == '{' ? "" : ",") + "\"" + Rejects.ROW + "\":" + record.rootRow() + ",\""
                + Rejects.ERROR + "\":" + JsonText.JSON.writeValueAsString(error);
        out.writeBytes(added.getBytes(StandardCharsets.UTF_8));
        out.write(raw, end, raw.length - end);
        return out.toByteArray();
    }

    private static byte[] object(byte[] raw) {
        boolean valid = true;
        try {
            boolean object = JsonText.JSON
                    .reader()
                    .without(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readTree(raw)
                    .isObject();
            if (object) {
                return strip(raw);
            }
        } catch (IOException e) {
            valid = false;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length + 20);
        out.writeBytes(("{\"" + VALUE + "\":").getBytes(StandardCharsets.UTF_8));
        if (valid && raw.length > 0) {
            out.writeBytes(raw);
        } else {
            quote(raw, out);
        }
        out.write('}');
        return out.toByteArray();
    }

    private static byte[] strip(byte[] raw) {
        int begin = 0;
        int end = raw.length;
        while (isSpace(raw[begin])) {
            begin++;
        }
        while (isSpace(raw[end - 1])) {
            end--;
        }
        return java.util.Arrays.copyOfRange(raw, begin, end);
    }

    /** Bytes that are no text stay as they are, so that the row stays faulty until it is mended. */
    private static void quote(byte[] raw, ByteArrayOutputStream out) {
        out.write('"');
        for (byte b : raw) {
            if (b == '"' || b == '\\') {
                out.write('\\');
                out.write(b);
            } else if (b >= 0 && b < ' ') {
                out.writeBytes(String.format("\\u%04x", b).getBytes(StandardCharsets.UTF_8));
            } else {
                out.write(b);
            }
        }
        out.write('"');
    }

    /**
     * The record's own bytes: as they stood in the file that was dropped first, if the added members are where they were
     * put; else what its members say.
     */
    static byte[] without(String text, Map<?, ?> members) throws JsonProcessingException {
        try (JsonParser parser = JsonText.JSON.createParser(text)) {
            int end = text.indexOf('{') + 1;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean added = parser.currentName().equals(Rejects.ROW);
                parser.nextToken();
                parser.skipChildren();
                parser.finishToken();
                if (added) {
                    return without(parser, text, end, members);
                }
                end = (int) parser.currentLocation().getCharOffset();
            }
            return JsonText.JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] without(JsonParser parser, String text, int end, Map<?, ?> members) throws IOException {
        boolean last = parser.nextToken() == JsonToken.FIELD_NAME
                && parser.currentName().equals(Rejects.ERROR)
                && parser.nextToken() == JsonToken.VALUE_STRING;
        if (last) {
            parser.finishToken();
            int behind = (int) parser.currentLocation().getCharOffset();
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                return (text.substring(0, end) + text.substring(behind)).getBytes(StandardCharsets.UTF_8);
            }
        }
        return JsonText.JSON.writeValueAsBytes(members);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
