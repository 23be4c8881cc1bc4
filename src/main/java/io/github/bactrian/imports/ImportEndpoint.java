package io.github.bactrian.imports;

import io.github.bactrian.http.CallJournal;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code import:<name>} as a place to consume rows from. */
final class ImportEndpoint extends DefaultEndpoint {
    private final ImportComponent component;
    private final ImportSettings settings;

    ImportEndpoint(String uri, ImportComponent component, ImportSettings settings) {
        super(uri, component);
        this.component = component;
        this.settings = settings;
    }

    ImportComponent component() {
        return component;
    }

    ImportSettings settings() {
        return settings;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ImportConsumer consumer = new ImportConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("import:" + settings.name()
                + " is not yet an endpoint to send to; drop files into " + settings.directory() + " instead");
    }

    /** An exchange for one row, told of by {@code calls}. */
    Exchange rowExchange(JobRow row, CallJournal calls) {
        Exchange exchange = createExchange();
        exchange.setProperty(CallJournal.PROPERTY, calls);
        Message message = exchange.getMessage();
        message.setBody(new Row(row.row()));
        message.setHeader("CamelImportName", settings.name());
        message.setHeader("CamelImportJob", row.job().id());
        message.setHeader("CamelImportFile", row.job().file());
        message.setHeader("CamelImportRow", row.number());
        message.setHeader("CamelImportLine", row.record().line());
        message.setHeader("CamelImportKey", row.key());
        message.setHeader("CamelImportRowId", row.id());
        return exchange;
    }
}
