package io.github.bactrian.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.bactrian.daemon.plan.PlanReport;
import io.github.bactrian.imports.EarlierImport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file would come to, for programs. */
final class PlanJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PlanJson() {}

    /** A JSON object; what is not known, or does not apply, is null. */
    static String of(String file, PlanReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file);
        fields.put("rows", report.rows());
        fields.put("rejected", report.rejected());
        fields.put("open", report.open());
        fields.put("tooManyRejects", report.tooManyRejects());
        fields.put("repeatedKeys", report.repeated());
        fields.put(
                "calls", report.calls().entrySet().stream().map(PlanJson::call).toList());
        fields.put("messages", report.messages());
        fields.put("unreadable", report.unreadable());
        fields.put("stop", report.stop());
        fields.put("earlier", earlier(report));
        fields.put("seconds", report.duration().map(PlanJson::seconds).orElse(null));
        PlanReport.Window window = report.window();
        fields.put("window", window == null ? null : window.text());
        fields.put(
                "done",
                window == null || window.done() == null
                        ? null
                        : window.done().toOffsetDateTime().toString());
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    private static Map<String, @Nullable Object> call(Map.Entry<PlanReport.Load, Long> call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Duration interval = call.getKey().interval();
        fields.put("method", call.getKey().method());
        fields.put("credential", call.getKey().credential());
        fields.put("count", call.getValue());
        fields.put("perSecond", interval == null ? null : 1 / seconds(interval));
        return fields;
    }

    private static @Nullable Map<String, Object> earlier(PlanReport report) {
        EarlierImport earlier = report.earlier();
        return earlier == null
                ? null
                : Map.of("job", earlier.job(), "status", earlier.status(), "imported", !report.earlierCounts());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
