package io.github.bactrian.imports;

import io.github.bactrian.imports.formats.Position;

/** A row that was read and has not durably ended. */
final class OpenRow {
    private final CallMarks marks;
    private final int slot;
    private final Position position;
    private int flags;
    private int doubt;

    OpenRow(CallMarks marks, int slot, Position position) {
        this.marks = marks;
        this.slot = slot;
        this.position = position;
        marks.set(slot, position.record(), 0);
    }

    long number() {
        return position.record();
    }

    Position position() {
        return position;
    }

    int slot() {
        return slot;
    }

    /** Records {@link CallMarks} flags so that they outlive the process. */
    synchronized void mark(int newFlags) {
        flags = newFlags | doubt;
        marks.set(slot, number(), flags);
    }

    synchronized void markEnded(Outcome outcome) {
        mark(CallMarks.ended(outcome, flags));
    }

    /** Whether its earlier calls may have acted, until somebody knows: all marks say so meanwhile. */
    synchronized void doubted(boolean mayHaveActed) {
        doubt = mayHaveActed ? CallMarks.ACTED : 0;
        mark(0);
    }
}
