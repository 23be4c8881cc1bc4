package io.github.bactrian.imports;

import org.jspecify.annotations.Nullable;

/**
 * What would become of a row, as far as that can be known without calling anybody.
 *
 * @param reason why, without the row's content; null if it would come through
 */
public record Forecast(Kind kind, @Nullable String reason) {

    /** How a row would end. */
    public enum Kind {
        /** It would come through if its calls do. */
        DONE,
        /** It would be rejected. */
        REJECTED,
        /** The route does nothing with it. */
        SKIPPED,
        /** The route itself says that nobody knows. */
        UNKNOWN,
        /** The whole job would stop or wait, because something is wrong that no row can help. */
        STOPS
    }

    static Forecast of(Verdict verdict, DryRow row) {
        if (verdict.outcome() == null) {
            String reason = verdict.job() instanceof Verdict.Stop stop
                    ? stop.reason()
                    : verdict.job() instanceof Verdict.Pause pause ? pause.reason() : null;
            return new Forecast(Kind.STOPS, row.masked(String.valueOf(reason)));
        }
        return new Forecast(Kind.valueOf(verdict.outcome().name()), row.masked(verdict.reason()));
    }
}
