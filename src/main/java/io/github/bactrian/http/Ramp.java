package io.github.bactrian.http;

/**
 * How many calls may be under way at once, as far as the API has not shown that it takes them: few at first and after a
 * pause, more with each call that it accepts. So the calls that a closing door meets are few. Not thread-safe.
 */
final class Ramp {

    private static final double AT_START = 4;
    private static final double PACE_AT_START = 1.0 / 12;
    private static final double PACE_AFTER_PAUSE = 1;
    private static final double PACE_NEAR_LIMIT = 0.5;

    /** Who wants more at once has more rows, and loses more by going slowly. */
    private static final double MANY = 64;

    private double width;
    private double pace = PACE_AT_START;

    /** @param limited whether something else keeps calls within what the API takes, so that nothing is to be learned */
    Ramp(boolean limited) {
        width = limited ? Integer.MAX_VALUE : AT_START;
    }

    /** @param wanted calls under way and waiting */
    boolean admits(int inFlight, int wanted) {
        double many = Math.max(1, wanted / MANY);
        return inFlight < (int) (width * many * many);
    }

    void accepted() {
        width += pace;
    }

    void restart() {
        width = 1;
        pace = PACE_AFTER_PAUSE;
    }

    /** The API warns that it is about to refuse. */
    void narrow(int inFlight) {
        width = Math.max(1, Math.min(width, inFlight) / 2);
        pace = PACE_NEAR_LIMIT;
    }
}
