package io.github.bactrian.imports;

import io.github.bactrian.http.Call;
import io.github.bactrian.imports.RowCalls.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of one exchange that are over, in the order of their answers. */
final class CallHistory {
    private static final Set<Integer> REFUSED_UNPROCESSED = Set.of(401, 408, 425, 429, 503);

    private final List<Made> all;
    /** A call that was repeated, by us or by the route's error handler, counts by its last answer, if repeating it was safe. */
    private final List<Made> last = new ArrayList<>();

    CallHistory(List<Made> all) {
        this.all = all;
        for (Made call : all) {
            last.removeIf(earlier -> wasSafeToRepeat(earlier) && earlier.call().equals(call.call()));
            last.add(call);
        }
    }

    private static boolean wasSafeToRepeat(Made call) {
        return call.call().idempotent() || REFUSED_UNPROCESSED.contains(call.status());
    }

    /** The last call that failed and was not made good; null if there is none. */
    @Nullable
    Made failed() {
        for (int i = last.size() - 1; i >= 0; i--) {
            if (last.get(i).unanswered() || last.get(i).status() >= 400) {
                return last.get(i);
            }
        }
        return null;
    }

    /** How often the API has failed a call. */
    int failures(Call call) {
        return (int) all.stream()
                .filter(one -> one.failed() && one.call().equals(call))
                .count();
    }

    /** Whether another call than this one may have taken effect. */
    boolean mayHaveActedBeside(@Nullable Made failed) {
        return all.stream().anyMatch(call -> !call.equals(failed) && call.mayHaveActed());
    }

    /** Whether nobody knows if one of the calls took effect. */
    boolean mayHaveActedUnseen() {
        return all.stream().anyMatch(Made::mayHaveActedUnseen);
    }

    /** The same, for those calls alone that were not made good. */
    boolean mayHaveActedUnseenAtLast() {
        return last.stream().anyMatch(Made::mayHaveActedUnseen);
    }

    /** Whether the last call was not answered. */
    boolean endsUnanswered() {
        return all.get(all.size() - 1).unanswered();
    }

    @Override
    public String toString() {
        return all.stream().map(Made::toString).collect(Collectors.joining(", "));
    }
}
