package io.github.bactrian.imports;

import io.github.bactrian.imports.RowCalls.Made;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whether the API answers calls that must not be repeated. A 500 is an answer, which some APIs give to a bad row; what a gateway
 * says in the API's place is none.
 *
 * @param made whether the exchange made such calls
 * @param lost the last of them that got no answer and left its rows unknown; null if there is none
 */
record Contact(boolean made, @Nullable String lost) {
    static final Contact NONE = new Contact(false, null);

    /**
     * Returns what the calls of an exchange show.
     *
     * @param calls in the order of their answers
     * @param verdicts on its rows: an answer that the route has judged itself leaves none unknown
     */
    static Contact of(List<Made> calls, List<Verdict> verdicts) {
        boolean unknown = verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.UNKNOWN);
        String lost = null;
        boolean made = false;
        for (int i = 0; i < calls.size(); i++) {
            Made one = calls.get(i);
            made |= !one.call().idempotent();
            lost = unknown && isLost(one) && isLast(one, calls.subList(i + 1, calls.size())) ? one.toString() : lost;
        }
        return new Contact(made, lost);
    }

    private static boolean isLast(Made one, List<Made> later) {
        return later.stream().noneMatch(other -> other.call().equals(one.call()));
    }

    /** Beside the standard ones, 520 to 530 are Cloudflare's words for an API that it cannot reach. */
    private static boolean isLost(Made one) {
        int status = one.status();
        return !one.call().idempotent()
                && (one.unanswered() || (status >= 502 && status <= 504) || (status >= 520 && status <= 530));
    }

    /** The same with other words. */
    Contact reworded(UnaryOperator<String> words) {
        return new Contact(made, lost == null ? null : words.apply(lost));
    }
}
