package io.github.bactrian.testing;

/** What a fault in native code, or the kernel's out-of-memory killer, does to a process. */
public final class Crash {
    /** Never returns. */
    public String getNow() {
        Runtime.getRuntime().halt(134);
        return "";
    }
}
