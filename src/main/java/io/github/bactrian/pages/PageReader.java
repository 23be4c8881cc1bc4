package io.github.bactrian.pages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a page of JSON item by item, and the few texts around the items that matter. */
final class PageReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final InputStream body;
    private final JsonParser parser;
    private final Set<String> wanted;
    private final Map<String, String> texts = new HashMap<>();
    private @Nullable String itemsAt;
    private boolean among;
    private boolean found;

    /**
     * @param itemsAt JSON pointer of the items; null for the root if it is an array, else {@code /value}
     * @param wanted JSON pointers of the texts
     */
    PageReader(InputStream body, @Nullable String itemsAt, Set<String> wanted) throws IOException {
        this.body = body;
        this.parser = JSON.createParser(body);
        this.itemsAt = itemsAt;
        this.wanted = wanted;
    }

    /** Goes to the next item; false at the end of the page. */
    boolean advance() throws IOException {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (among && token != JsonToken.END_ARRAY) {
                return true;
            }
            among = false;
            if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                enter(token == JsonToken.START_ARRAY, place());
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL && wanted.contains(place())) {
                texts.put(place(), parser.getText());
            }
        }
        return false;
    }

    private void enter(boolean array, String place) throws IOException {
        if (itemsAt == null) {
            itemsAt = array ? "" : "/value";
        }
        if (place.equals(itemsAt) && array) {
            among = true;
            found = true;
        } else if (!itemsAt.startsWith(place + "/")
                && wanted.stream().noneMatch(each -> each.startsWith(place + "/"))) {
            parser.skipChildren();
        }
    }

    private String place() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    /** The item that was gone to: a map for an object, a list, a text, a number, a truth value or null. */
    @Nullable
    Object item() throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : JSON.readValue(parser, Object.class);
    }

    /** Whether nothing is left to be read, so that what is missing is missing for good. */
    boolean isAtEnd() throws IOException {
        return parser.releaseBuffered(OutputStream.nullOutputStream()) <= 0 && body.read() < 0;
    }

    /** Whether there was an array of items so far. */
    boolean foundItems() {
        return found;
    }

    /** Where the items are looked for; empty for a page without JSON. */
    String itemsAt() {
        return itemsAt == null ? "" : itemsAt;
    }

    Map<String, String> texts() {
        return texts;
    }
}
