package io.github.bactrian.daemon.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** JSON as people read it. */
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /**
     * The same document, indented; empty if the text is none.
     *
     * @param names applied to each name
     * @param values applied to each text and number; a number that is changed becomes a text
     */
    static Optional<String> indented(String text, UnaryOperator<String> names, UnaryOperator<String> values) {
        StringWriter written = new StringWriter();
        try (JsonParser from = JSON.createParser(text);
                JsonGenerator to = JSON.createGenerator(written)) {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            Separators spacing = Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER);
            to.setPrettyPrinter(
                    new DefaultPrettyPrinter(spacing).withObjectIndenter(lines).withArrayIndenter(lines));
            while (from.nextToken() != null) {
                copy(from, to, names, values);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(written.toString());
    }

    private static void copy(
            JsonParser from, JsonGenerator to, UnaryOperator<String> names, UnaryOperator<String> values)
            throws IOException {
        String text = from.getText();
        switch (from.currentToken()) {
            case FIELD_NAME -> to.writeFieldName(names.apply(text));
            case VALUE_STRING -> to.writeString(values.apply(text));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                String shown = values.apply(text);
                if (shown.equals(text)) {
                    to.writeNumber(text);
                } else {
                    to.writeString(shown);
                }
            }
            default -> to.copyCurrentEvent(from);
        }
    }
}
