package io.github.bactrian.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How fast the rows of one file came through, as rows a second.
 *
 * @param whole from the arrival of the first call to the last answer
 * @param middle between 20 % and 80 % of the rows
 */
record Progress(double whole, double middle) {
    private static final long LOOK_EVERY_MS = 50;
    private static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(1);

    private record Look(long nanos, Target.Count count) {}

    /** Returns when so many calls have ended. */
    static Progress until(long rows, Target target, Contestant contestant) throws Exception {
        List<Look> looks = new ArrayList<>();
        Look look = look(target);
        long moved = look.nanos();
        looks.add(look);
        while (look.count().ended() < rows) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            contestant.requireAlive();
            Look next = look(target);
            moved = next.count().equals(look.count()) ? moved : next.nanos();
            if (next.nanos() - moved > STUCK_NANOS) {
                throw new IllegalStateException(
                        contestant.name() + " is stuck: " + next.count() + " of " + rows + "; " + contestant.output());
            }
            look = next;
            looks.add(look);
        }
        return of(rows, looks);
    }

    private static Look look(Target target) throws Exception {
        return new Look(System.nanoTime(), target.count());
    }

    private static Progress of(long rows, List<Look> looks) {
        double begun = looks.get(0).nanos();
        for (Look look : looks) {
            if (look.count().begun() > 0) {
                break;
            }
            begun = look.nanos();
        }
        double seconds = (timeOf(rows, looks) - begun) / 1e9;
        double middle = (timeOf(0.8 * rows, looks) - timeOf(0.2 * rows, looks)) / 1e9;
        return new Progress(rows / seconds, middle > 0 ? 0.6 * rows / middle : rows / seconds);
    }

    /** When so many had ended, on a straight line between two looks. */
    private static double timeOf(double rows, List<Look> looks) {
        Look before = looks.get(0);
        for (Look look : looks) {
            if (look.count().ended() >= rows) {
                double more = look.count().ended() - before.count().ended();
                double share = more == 0 ? 1 : (rows - before.count().ended()) / more;
                return before.nanos() + share * (look.nanos() - before.nanos());
            }
            before = look;
        }
        throw new IllegalArgumentException("there were fewer than " + rows);
    }
}
