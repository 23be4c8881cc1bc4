package io.github.bactrian.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.imports.RowCalls.Made;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A route that says whether a row took effect. A body that is true or false decides; otherwise the answer to its last call
 * does: 2xx, it took effect; 404 or 410, it did not. All else says nothing.
 */
final class Probe {
    private static final Set<Integer> NOT_THERE = Set.of(404, 410);

    /** What is known after asking. */
    enum Answer {
        TOOK_EFFECT,
        DID_NOT,
        NOT_KNOWN
    }

    /**
     * What one asking came to.
     *
     * @param answer null if nobody can be asked now
     * @param reason why nothing is known, empty if something is; not yet masked
     * @param job what keeps everybody from asking, else {@link Verdict.GoOn}
     */
    record Result(@Nullable Answer answer, String reason, Verdict.JobEffect job) {
        static Result of(Answer answer, String reason) {
            return new Result(answer, reason, new Verdict.GoOn());
        }

        /** The same with other words. */
        Result reworded(UnaryOperator<String> words) {
            return new Result(answer, words.apply(reason), job.reworded(words));
        }
    }

    private Probe() {}

    /**
     * Reads what a probe's route left behind.
     *
     * @param made its calls in the order of their answers
     */
    static Result read(List<Made> made, Exchange exchange) {
        Throwable error = exchange.getException();
        Boolean said = error == null ? said(exchange.getMessage()) : null;
        if (said != null) {
            return Result.of(said ? Answer.TOOK_EFFECT : Answer.DID_NOT, "");
        }
        // what the route for rows says by properties is not the probe's to say
        exchange.removeProperty(Judge.OUTCOME);
        Verdict verdict = Judge.judge(made, exchange);
        if (verdict.outcome() == null) {
            return new Result(null, "", verdict.job());
        }
        Made last = made.isEmpty() ? null : made.get(made.size() - 1);
        if (last != null && NOT_THERE.contains(last.status()) && isAnswer(error, last.status())) {
            return Result.of(Answer.DID_NOT, "");
        }
        boolean caught = error != null || exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) != null;
        if (last != null && last.status() >= 200 && last.status() < 300 && !caught) {
            return Result.of(Answer.TOOK_EFFECT, "");
        }
        String why = verdict.reason() == null ? "it made no call and left neither true nor false" : verdict.reason();
        return Result.of(Answer.NOT_KNOWN, "the probe could not tell: " + why);
    }

    private static boolean isAnswer(@Nullable Throwable error, int status) {
        return error == null
                || Judge.causes(error, HttpOperationFailedException.class)
                        .anyMatch(answer -> answer.getHttpResponseCode() == status);
    }

    private static @Nullable Boolean said(Message message) {
        Object body = message.getBody();
        if (body instanceof Boolean truth) {
            return truth;
        }
        String text = body instanceof JsonNode node ? node.asText() : message.getBody(String.class);
        return switch (text == null ? "" : text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }
}
