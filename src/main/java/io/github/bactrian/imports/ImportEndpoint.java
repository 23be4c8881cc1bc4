package io.github.bactrian.imports;

import io.github.bactrian.RowKey;
import io.github.bactrian.http.CallJournal;
import io.github.bactrian.http.CallPlan;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** {@code import:<name>} as a place to consume rows from, and to send files to. */
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
        return new ImportProducer(this);
    }

    /** The exchange in which rows are run, told of by {@code calls}: the body is the row, or the list of rows of a chunk. */
    Exchange exchange(List<JobRow> rows, CallJournal calls) {
        Exchange exchange = exchange(rows.get(0), calls);
        if (settings.chunk() > 1) {
            Message message = exchange.getMessage();
            message.setBody(new Rows(rows));
            message.setHeader("CamelImportRows", joined(rows, JobRow::number));
            message.setHeader("CamelImportRowIds", joined(rows, JobRow::id));
        }
        return exchange;
    }

    /** As text, because that is what jq, simple and HTTP make of a header. */
    private static String joined(List<JobRow> rows, Function<JobRow, Object> part) {
        return rows.stream().map(part).map(String::valueOf).collect(Collectors.joining(","));
    }

    /** An exchange for one row, told of by {@code calls}. */
    Exchange exchange(JobRow row, CallJournal calls) {
        Exchange exchange = createExchange();
        exchange.setProperty(CallJournal.PROPERTY, calls);
        RowKey.record(exchange, settings.key());
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

    /** With what is known of a row before there is a job; the row's id is none that an import would use. */
    Exchange rowExchange(DryRow row, CallPlan plan) {
        Exchange exchange = createExchange();
        exchange.setProperty(CallJournal.PROPERTY, plan);
        RowKey.record(exchange, settings.key());
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
