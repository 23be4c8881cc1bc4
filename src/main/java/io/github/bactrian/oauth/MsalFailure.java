package io.github.bactrian.oauth;

/** What MSAL makes of a failure. */
final class MsalFailure {

    private MsalFailure() {}

    /**
     * Our own failure if it is in there; else one that tells no more than the kind of MSAL's, whose text may hold anything.
     *
     * @param start of the message
     */
    static TokenException of(Throwable failure, String start) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException known) {
                return known;
            }
            root = cause;
        }
        return TokenException.passing(
                start + ": MSAL failed (" + root.getClass().getSimpleName() + ")", null, null);
    }
}
