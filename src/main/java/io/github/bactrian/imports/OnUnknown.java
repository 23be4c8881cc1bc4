package io.github.bactrian.imports;

import org.jspecify.annotations.Nullable;

/**
 * What to do with a row whose call was sent and not answered.
 *
 * @param resends whether it is run again, although it may have taken effect
 * @param probe the URI of a route that says whether it took effect; null if there is none
 */
record OnUnknown(boolean resends, @Nullable String probe) {

    static OnUnknown parse(String text) {
        return switch (text) {
            case "keep" -> new OnUnknown(false, null);
            case "resend" -> new OnUnknown(true, null);
            default -> {
                if (!text.matches("[a-z][A-Za-z0-9+.-]*:.+")) {
                    throw new IllegalArgumentException(
                            "is not supported; possible: keep, resend, or the URI of a route that says whether the row"
                                    + " took effect, such as direct:did-it-work");
                }
                yield new OnUnknown(false, text);
            }
        };
    }

    boolean keeps() {
        return !resends && probe == null;
    }
}
