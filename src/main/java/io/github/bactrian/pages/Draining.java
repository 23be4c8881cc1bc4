package io.github.bactrian.pages;

import java.util.Optional;

/**
 * A split that ends before its items do, as {@code stopOnException} makes it, runs its iterator to the end and throws the
 * items away. Nobody should wait for pages that are fetched for that.
 */
final class Draining {

    private static final String SPLIT = "org.apache.camel.processor.MulticastProcessor";

    private Draining() {}

    /** Whether the caller's caller is such a split. There is no sign of it but the name of Camel's method. */
    static boolean isUnderWay() {
        Optional<String> method = StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith(SPLIT))
                        .map(StackWalker.StackFrame::getMethodName)
                        .findFirst());
        return method.equals(Optional.of("doDone"));
    }
}
