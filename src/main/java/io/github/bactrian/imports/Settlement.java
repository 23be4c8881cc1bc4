package io.github.bactrian.imports;

/** What somebody decides about the unknown rows of a job that has ended. */
public enum Settlement {
    /** They took effect: they count as done. */
    DONE,
    /** They are sent again, as a job of their own with the same row ids. */
    RESEND,
    /** Each is looked up by the route that {@code onUnknown} names: it is done, or sent again, or stays unknown. */
    PROBE
}
