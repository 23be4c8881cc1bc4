package io.github.bactrian.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * Writes the items of the body into a file, one JSON text a line, and lets the file appear when it is complete: the work of
 * {@code bactrian-write-file-sink}. Holds one item at a time in memory.
 */
public final class JsonLinesFile implements Processor {
    /** Exchange property: how many lines were written, an {@code int}. */
    public static final String WRITTEN_LINES = "writtenLines";

    private static final ObjectMapper JSON = new ObjectMapper()
            .findAndRegisterModules()
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private String file = "";
    private String jq = ".";
    private boolean skipEmpty;

    /** Where to write, relative to the working directory; simple expressions in it are evaluated with each message, and cannot lead out of the directory before them. */
    public void setFile(String file) {
        this.file = file;
    }

    /** What to write of each item; the default is all of it. */
    public void setJq(String jq) {
        this.jq = jq;
    }

    /** Whether a body without items leaves no file; not by default. */
    public void setSkipEmpty(boolean skipEmpty) {
        this.skipEmpty = skipEmpty;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Path named = FileName.of(file)
                .path(text -> language(exchange, "simple", text).evaluate(exchange, String.class));
        Path path = place(exchange, named);
        int lines;
        try (CompleteFile target = CompleteFile.open(path)) {
            lines = write(exchange, target.out());
            if (lines > 0 || !skipEmpty) {
                target.complete();
                exchange.getMessage().setHeader(Exchange.FILE_NAME_PRODUCED, path.toString());
            }
        }
        exchange.setProperty(WRITTEN_LINES, lines);
        exchange.getMessage().setBody(null);
    }

    private static Path place(Exchange exchange, Path named) {
        FilePlaces places = exchange.getContext().getCamelContextExtension().getContextPlugin(FilePlaces.class);
        return places == null ? named : places.of(named);
    }

    private int write(Exchange exchange, OutputStream out) throws IOException {
        Object body = exchange.getMessage().getBody();
        Iterator<?> items = items(body);
        Expression mapping = jq.equals(".") ? null : language(exchange, "jq", jq);
        int lines = 0;
        try {
            while (items.hasNext()) {
                Object item = items.next();
                for (Object line :
                        mapped(exchange, mapping, item instanceof Message message ? message.getBody() : item)) {
                    JSON.writeValue(out, line);
                    out.write('\n');
                    lines++;
                }
            }
        } finally {
            if (body instanceof Closeable open) {
                open.close();
            }
        }
        return lines;
    }

    private static Iterator<?> items(@Nullable Object body) throws IOException {
        if (body == null) {
            return List.of().iterator();
        }
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        boolean several = body instanceof Iterable && !(body instanceof JsonNode node && !node.isArray());
        return several ? ((Iterable<?>) body).iterator() : List.of(body).iterator();
    }

    private static List<?> mapped(Exchange exchange, @Nullable Expression mapping, Object item) {
        if (mapping == null) {
            return List.of(item);
        }
        Exchange one = new DefaultExchange(exchange);
        one.getIn().setBody(JSON.valueToTree(item));
        Object result = mapping.evaluate(one, Object.class);
        return result == null ? List.of() : result instanceof List<?> several ? several : List.of(result);
    }

    private static Expression language(Exchange exchange, String language, String text) {
        Expression expression = exchange.getContext().resolveLanguage(language).createExpression(text);
        expression.init(exchange.getContext());
        return expression;
    }
}
