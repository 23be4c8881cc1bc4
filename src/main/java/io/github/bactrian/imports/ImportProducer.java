package io.github.bactrian.imports;

import java.io.InputStream;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Takes message bodies as files of an import: a body is durable, and its job recorded, before the exchange goes on, so that
 * the source may delete what it holds.
 */
final class ImportProducer extends DefaultProducer {
    private static final String UNNAMED = "message.csv";

    private final ImportComponent component;
    private final String importName;

    ImportProducer(ImportEndpoint endpoint) {
        super(endpoint);
        this.component = endpoint.component();
        this.importName = endpoint.settings().name();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Ledger ledger = component.ledger();
        Path directory = new ImportTable(ledger)
                .directoryOf(importName)
                .orElseThrow(() -> new IllegalStateException("No route consumes from import:" + importName
                        + ", here or in another process with this ledger; add one, or correct the name"));
        try (InputStream body = message.getMandatoryBody(InputStream.class)) {
            String name = fileName(message.getHeader(Exchange.FILE_NAME, String.class));
            Job job = new Spool(importName, new Folders(directory), new JobTable(ledger), ledger.clock())
                    .copy(body, name, Arrival.SPOOLED);
            message.setHeader("CamelImportJob", job.id());
        }
    }

    /** Leaves nothing of a name that could lead out of a directory, or hide the file. */
    static String fileName(@Nullable String given) {
        String name =
                given == null ? "" : given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String safe = name.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_").replaceFirst("^[.\\s]+", "");
        return safe.isBlank() ? UNNAMED : safe;
    }
}
