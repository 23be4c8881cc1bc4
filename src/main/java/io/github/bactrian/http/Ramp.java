package io.github.bactrian.http;

/**
 * How many calls may be under way at once, as far as the API has not shown that it takes them: few at first and after a
 * pause, more with each call that it accepts. So the calls that a closing door meets are few. Not thread-safe.
 */
final class Ramp {

    private static final double AT_START = 4;
    private static final double PACE_AT_START = 1.0 / 12;
    private static final double PACE_IN_DOUBT = 0.5;

    private double width = AT_START;
    private double pace = PACE_AT_START;

    boolean admits(int inFlight) {
        return inFlight < (int) width;
    }

    void accepted() {
        width += pace;
    }

    /** After a pause. */
    void restart() {
        width = 1;
        pace = PACE_IN_DOUBT;
    }

    /** The API's limits are known: nothing is gained by going slowly. */
    void hurry() {
        pace = 1;
    }

    /** The API warns that it is about to refuse. */
    void narrow(int inFlight) {
        width = Math.max(1, Math.min(width, inFlight) / 2);
        pace = PACE_IN_DOUBT;
    }
}
