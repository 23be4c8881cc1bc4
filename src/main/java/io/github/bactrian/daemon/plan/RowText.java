package io.github.bactrian.daemon.plan;

import io.github.bactrian.imports.Forecast.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one row would do, as it is printed. */
public record RowText(Discretion discretion, Colours colours) {
    private static final int LONGEST_BODY = 8192;

    /** The lines of a row. */
    public List<String> lines(RowPlan row) {
        List<String> lines = new ArrayList<>();
        lines.add(colours.strong("row " + row.row().number()) + " (line "
                + row.row().line() + ")");
        for (Step step : row.steps()) {
            if (step instanceof Step.Message message) {
                lines.add("  → would send to " + discretion.text(message.uri(), row));
            } else if (step instanceof Step.Request request) {
                request(request, row, lines);
            }
        }
        ending(row).lines().forEach(line -> lines.add("  " + line));
        lines.add("");
        return lines;
    }

    private String ending(RowPlan row) {
        Kind kind = row.forecast().kind();
        String reason = ": " + row.forecast().reason();
        boolean failed = kind == Kind.REJECTED || kind == Kind.UNKNOWN;
        if (failed && row.afterAnswer()) {
            return "how it goes on depends on the answers, which a plan does not know" + reason;
        }
        return switch (kind) {
            case REJECTED, UNKNOWN -> colours.bad("would be rejected" + reason);
            case STOPS -> colours.bad("would stop the import" + reason);
            case SKIPPED -> "would be skipped" + (row.forecast().reason() == null ? "" : reason);
            case DONE -> row.steps().isEmpty() ? "would send nothing" : "";
        };
    }

    private void request(Step.Request request, RowPlan row, List<String> lines) {
        lines.add("  " + colours.good(request.method()) + " " + discretion.url(request.url(), row));
        Set<String> placeholders = Set.copyOf(request.placeholders());
        for (Map.Entry<String, String> header : request.headers()) {
            String value = discretion.header(header.getKey(), header.getValue(), row, placeholders);
            lines.add("    " + colours.dim(header.getKey() + ":") + " " + value);
        }
        if (request.refusal() != null) {
            lines.add("    (no token: " + request.refusal() + ")");
        }
        if (request.body().length > 0) {
            lines.add("");
            body(request, row).lines().forEach(line -> lines.add("    " + line));
        }
    }

    private String body(Step.Request request, RowPlan row) {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            return "(" + request.body().length + " bytes)";
        }
        Optional<String> json = request.header("Content-Type").orElse("").contains("json")
                ? JsonText.indented(text, name -> discretion.name(name, row), value -> discretion.text(value, row))
                : Optional.empty();
        String masked = json.orElseGet(() -> discretion.text(text, row));
        String cut = masked.length() <= LONGEST_BODY
                ? masked
                : masked.substring(0, LONGEST_BODY) + "\n… (" + request.body().length + " bytes in all)";
        return json.isPresent() ? colours.json(cut) : cut;
    }
}
