package io.github.bactrian.imports;

import io.github.bactrian.http.Call;
import io.github.bactrian.imports.RowCalls.Made;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of one exchange that are over, in the order of their answers. */
final class CallHistory {
    private final List<Made> all;
    /** A call that was repeated, by us or by the route's error handler, counts by its last answer, if repeating it was safe. */
    private final List<Made> last = new ArrayList<>();

    CallHistory(List<Made> all) {
        this.all = all;
        for (Made call : all) {
            last.removeIf(earlier -> wasSafeToRepeat(earlier) && earlier.call().equals(call.call()));
            if (!last.isEmpty() && isFollowed(last.get(last.size() - 1), call)) {
                last.remove(last.size() - 1);
            }
            last.add(call);
        }
    }

    private static boolean wasSafeToRepeat(Made call) {
        return call.call().idempotent() || call.answer().refused();
    }

    private static boolean isFollowed(Made redirect, Made next) {
        return redirect.isRedirect()
                && next.call().target().equals(redirect.answer().redirect());
    }

    /** The last call that failed and was not made good; null if there is none. */
    @Nullable
    Made failed() {
        for (int i = last.size() - 1; i >= 0; i--) {
            if (!last.get(i).cameThrough()) {
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
}
