package io.github.bactrian.imports;

import io.github.bactrian.http.CallJournal;
import io.github.bactrian.http.CallPlan;
import java.util.HexFormat;
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

    Exchange rowExchange(Task task, RowCalls calls) {
        Exchange exchange = createExchange();
        exchange.setProperty(CallJournal.PROPERTY, calls);
        Message message = exchange.getMessage();
        message.setBody(new Row(task.row()));
        message.setHeader("CamelImportName", settings.name());
        message.setHeader("CamelImportJob", task.job().id());
        message.setHeader("CamelImportFile", task.job().file());
        message.setHeader("CamelImportRow", task.record().number());
        message.setHeader("CamelImportLine", task.record().line());
        message.setHeader("CamelImportKey", task.key());
        message.setHeader("CamelImportRowId", task.rowId());
        return exchange;
    }

    /** With what is known of a row before there is a job; the row's id is none that an import would use. */
    Exchange rowExchange(DryRow row, CallPlan plan) {
        Exchange exchange = createExchange();
        exchange.setProperty(CallJournal.PROPERTY, plan);
        Message message = exchange.getMessage();
        message.setBody(new Row(row.row()));
        message.setHeader("CamelImportName", settings.name());
        message.setHeader("CamelImportJob", "plan");
        message.setHeader("CamelImportFile", row.file());
        message.setHeader("CamelImportRow", row.number());
        message.setHeader("CamelImportLine", row.line());
        message.setHeader("CamelImportKey", row.key());
        message.setHeader("CamelImportRowId", "0".repeat(16) + HexFormat.of().toHexDigits(row.number()));
        return exchange;
    }
}
