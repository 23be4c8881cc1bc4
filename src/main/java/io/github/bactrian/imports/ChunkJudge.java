package io.github.bactrian.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.bactrian.imports.RowCalls.Made;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows for each row of an exchange from what the route said of it: a word, a status, or an object with
 * {@code outcome} or {@code status}, {@code reason} and {@code after}. Without that, the exchange's own verdict counts for all.
 */
final class ChunkJudge {
    /** The exchange property by which a route says the outcome of each row: a list, or an object by position from 1. */
    static final String OUTCOMES = "importOutcomes";

    private static final String AGAIN = "again";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Made> made;
    private final Verdict whole;
    private final Instant now;

    private ChunkJudge(List<Made> made, Verdict whole, Instant now) {
        this.made = made;
        this.whole = whole;
        this.now = now;
    }

    /**
     * Judges.
     *
     * @param made the exchange's calls in the order of their answers
     * @return one verdict a row, in the rows' order
     */
    static List<Verdict> judge(List<Made> made, Exchange exchange, int rows, Instant now) {
        Verdict whole = Judge.judge(made, exchange);
        Object said = exchange.getException() == null ? exchange.getProperty(OUTCOMES) : null;
        if (said == null) {
            return Collections.nCopies(rows, whole);
        }
        // the entries say what came of the last call; what came of those before it is for the rule
        PossibleEffect beside = PossibleEffect.of(made.subList(0, Math.max(0, made.size() - 1)));
        ChunkJudge judge = new ChunkJudge(made, whole, now);
        List<Verdict> verdicts = new ArrayList<>();
        JsonNode all = tree(said);
        for (int position = 1; position <= rows; position++) {
            Verdict verdict = judge.row(entry(all, position, rows), all, rows);
            verdicts.add(beside.bind(verdict, String.valueOf(verdict.reason())));
        }
        return verdicts;
    }

    private static JsonNode tree(Object said) {
        try {
            return said instanceof String text ? JSON.readTree(text) : JSON.valueToTree(said);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    /** In a list of another length than the rows', nobody knows which entry is whose. */
    private static JsonNode entry(JsonNode all, int position, int rows) {
        if (all.isArray()) {
            return all.size() == rows ? all.get(position - 1) : MissingNode.getInstance();
        }
        return all.path(Integer.toString(position));
    }

    private Verdict row(JsonNode entry, JsonNode all, int rows) {
        JsonNode said = entry.isObject() ? (entry.has("status") ? entry.get("status") : entry.path("outcome")) : entry;
        if (said.isMissingNode() || said.isNull()) {
            String size = all.isArray() && all.size() != rows
                    ? " (it has " + all.size() + " entries for " + rows + " rows)"
                    : "";
            return notSaid("the route's " + OUTCOMES + " says nothing of this row" + size);
        }
        String reason = entry.path("reason").asText("");
        if (said.canConvertToInt()) {
            return answered(said.intValue(), reason, after(entry));
        }
        if (said.asText().strip().equalsIgnoreCase(AGAIN)) {
            return Verdict.again(
                    new Verdict.Repeat(reason.isEmpty() ? "the route said again" : reason, 1, after(entry)));
        }
        try {
            return Verdict.said(Outcome.of(said.asText()), reason.isEmpty() ? "the route said so" : reason);
        } catch (IllegalArgumentException e) {
            return notSaid("the route set " + OUTCOMES + " to '" + said.asText()
                    + "'; possible: done, rejected, skipped, unknown, again, or a status");
        }
    }

    private Verdict answered(int status, String text, @Nullable Instant after) {
        Made last = made.isEmpty() ? null : made.get(made.size() - 1);
        boolean idempotent = last != null && last.call().idempotent();
        String reason = (last == null ? "" : last.call() + ": ") + "HTTP " + status + " for this row"
                + (text.isEmpty() ? "" : ": " + text);
        return status >= 200 && status < 300
                ? Verdict.ended(Outcome.DONE, null)
                : Judge.afterAnswer(status, idempotent ? 1 : 0, reason, after);
    }

    /** When the row may run again; null if nobody said. */
    private @Nullable Instant after(JsonNode entry) {
        long seconds = entry.path("after").asLong(0);
        return seconds > 0 ? now.plusSeconds(seconds) : null;
    }

    /** A row of which nothing is said ends as its exchange did; if that came through, nobody knows. */
    private Verdict notSaid(String reason) {
        if (whole.outcome() != Outcome.DONE) {
            return whole;
        }
        return PossibleEffect.of(made).bind(Verdict.ended(Outcome.REJECTED, reason), reason);
    }
}
