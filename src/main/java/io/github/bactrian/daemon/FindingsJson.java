package io.github.bactrian.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.bactrian.daemon.check.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as editors and build servers read them. */
final class FindingsJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private FindingsJson() {}

    /** A JSON array; what a finding does not know is null. */
    static String of(List<Finding> findings) {
        try {
            return JSON.writeValueAsString(
                    findings.stream().map(FindingsJson::fields).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    private static Map<String, @Nullable Object> fields(Finding finding) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", finding.file().isEmpty() ? null : finding.file());
        fields.put("line", finding.line() > 0 ? finding.line() : null);
        fields.put("column", finding.column() > 0 ? finding.column() : null);
        fields.put("severity", finding.isWarning() ? "warning" : "error");
        fields.put("rule", finding.isWarning() ? finding.rule() : null);
        fields.put("message", finding.what());
        fields.put("suggestion", finding.suggestion().orElse(null));
        return fields;
    }
}
