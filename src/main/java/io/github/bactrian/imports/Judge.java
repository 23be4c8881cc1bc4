package io.github.bactrian.imports;

import io.github.bactrian.Redelivery;
import io.github.bactrian.RequestId;
import io.github.bactrian.SystemicFault;
import io.github.bactrian.imports.RowCalls.Made;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Decides what follows from one run of a row: from what its route said, from its calls, and from its exception. */
final class Judge {
    /** The exchange property by which a route says the outcome itself. */
    static final String OUTCOME = "importOutcome";
    /** The exchange property by which a route says why. */
    static final String REASON = "importReason";

    private Judge() {}

    /**
     * Judges.
     *
     * @param made the calls in the order of their answers
     */
    static Verdict judge(List<Made> made, Exchange exchange) {
        Throwable thrown = exchange.getException();
        Throwable error = thrown != null ? thrown : handled(exchange);
        Verdict said = thrown == null ? said(exchange) : null;
        if (said != null) {
            return PossibleEffect.of(made).bind(said, String.valueOf(said.reason()));
        }
        CallHistory calls = new CallHistory(made);
        Made failed = calls.failed();
        Verdict alone = verdict(calls, failed, error, exchange);
        boolean oneOfSeveral = alone.outcome() == Outcome.UNKNOWN && calls.mayHaveActedBeside(failed);
        return PossibleEffect.of(made)
                .bind(oneOfSeveral ? Verdict.again(alone.job()) : alone, cause(failed, error, exchange));
    }

    /** Why a row failed, beyond what its calls were answered. */
    private static String cause(@Nullable Made failed, @Nullable Throwable error, Exchange exchange) {
        if (error == null) {
            return "";
        }
        if (failed != null && isAnswer(error, failed.status())) {
            return failed.isRedirect() ? "" : Reason.of(error, failed.status());
        }
        String step = FailedStep.of(exchange);
        return Reason.of(error, 0) + (step == null ? "" : ", at " + step);
    }

    static boolean isAnswer(Throwable error, int status) {
        return causes(error, HttpOperationFailedException.class)
                .anyMatch(answer -> answer.getHttpResponseCode() == status);
    }

    private static @Nullable Throwable handled(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        return caught == null || Redelivery.overcame(exchange, caught) ? null : caught;
    }

    private static @Nullable Verdict said(Exchange exchange) {
        String word = exchange.getProperty(OUTCOME, String.class);
        if (word == null) {
            return null;
        }
        String reason = exchange.getProperty(REASON, String.class);
        try {
            return Verdict.said(Outcome.of(word), reason == null ? "the route said so" : reason);
        } catch (IllegalArgumentException e) {
            return Verdict.ended(
                    Outcome.REJECTED,
                    "the route set " + OUTCOME + "='" + word + "'; possible: done, rejected, skipped, unknown");
        }
    }

    private static Verdict verdict(
            CallHistory calls, @Nullable Made failed, @Nullable Throwable error, Exchange exchange) {
        SystemicFault fault = systemic(error);
        if (failed != null && failed.unanswered() && !failed.call().idempotent()) {
            return Verdict.ended(Outcome.UNKNOWN, failed + " (" + Reason.of(error, failed.status()) + ")");
        }
        if (fault != null) {
            return Verdict.again(
                    fault.needsAction()
                            ? new Verdict.Stop(fault.getMessage())
                            : new Verdict.Pause(fault.getMessage(), fault.retryAt()));
        }
        OutOfMemoryError memory =
                causes(error, OutOfMemoryError.class).findFirst().orElse(null);
        if (memory != null) {
            return Verdict.again(new Verdict.Alone("out of memory: " + memory.getMessage()));
        }
        if (failed != null) {
            return afterCall(failed, calls.failures(failed.call()), error);
        }
        if (error == null) {
            return Verdict.ended(Outcome.DONE, null);
        }
        String how = exchange.getException() == null ? "the route handled an error without saying an outcome: " : "";
        return Verdict.ended(Outcome.REJECTED, how + cause(null, error, exchange));
    }

    private static Verdict afterCall(Made failed, int attempts, @Nullable Throwable error) {
        if (failed.isRedirect()) {
            Verdict.JobEffect effect = new Verdict.Forbidden(failed.toString(), false);
            return new Verdict(failed.mayHaveActed() ? Outcome.UNKNOWN : Outcome.REJECTED, failed.toString(), effect);
        }
        String reason = failed + (failed.unanswered() ? "" : answerText(error, failed)) + statusText(error, failed);
        // when to come back is the gate's to know; here it only matters that the server refused before it acted
        return failed.answer().refused() && failed.status() != 401
                ? Verdict.again(new Verdict.Pause(reason, null))
                : afterAnswer(failed.status(), failed.call().idempotent() ? attempts : 0, reason, null);
    }

    /**
     * What follows from an answer that is no success.
     *
     * @param status 0 if there is none
     * @param attempts how often the call was made; 0 if it must not be made again
     * @param after when the caller may come back, null if nobody said
     */
    static Verdict afterAnswer(int status, int attempts, String reason, @Nullable Instant after) {
        return switch (status) {
            case 401 -> Verdict.again(new Verdict.Stop("the API does not accept the caller: " + reason));
            case 403 -> new Verdict(Outcome.REJECTED, reason, new Verdict.Forbidden(reason, true));
            case 408, 425, 429 -> Verdict.again(new Verdict.Pause(reason, after));
            default -> {
                if (status >= 400 && status < 500) {
                    yield Verdict.ended(Outcome.REJECTED, reason);
                }
                if (status == 503 && after != null) {
                    yield Verdict.again(new Verdict.Pause(reason, after));
                }
                yield attempts > 0
                        ? Verdict.again(new Verdict.Repeat(reason, attempts, after))
                        : Verdict.ended(Outcome.UNKNOWN, reason);
            }
        };
    }

    /** Where no token was sent, the status text says why. */
    private static String statusText(@Nullable Throwable error, Made failed) {
        return failed.status() != 401
                ? ""
                : causes(error, HttpOperationFailedException.class)
                        .map(answer -> String.valueOf(answer.getStatusText()))
                        .filter(text -> text.contains("no token was sent"))
                        .findFirst()
                        .map(text -> " (" + text + ")")
                        .orElse("");
    }

    private static String answerText(@Nullable Throwable error, Made failed) {
        String text = Reason.of(error, failed.status());
        return requestId(error, failed.status()) + (text.isEmpty() ? "" : ": " + text);
    }

    private static String requestId(@Nullable Throwable error, int status) {
        return causes(error, HttpOperationFailedException.class)
                .filter(answer -> answer.getHttpResponseCode() == status)
                .map(answer -> RequestId.in(answer.getResponseHeaders()))
                .findFirst()
                .orElse("");
    }

    private static @Nullable SystemicFault systemic(@Nullable Throwable error) {
        return causes(error, SystemicFault.class).findFirst().orElse(null);
    }

    /** The exceptions of a kind among an exception and its causes, outermost first. */
    static <T> Stream<T> causes(@Nullable Throwable error, Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                found.add(kind.cast(cause));
            }
        }
        return found.stream();
    }
}
