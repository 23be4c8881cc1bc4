package io.github.bactrian.daemon.routetests;

import io.github.bactrian.daemon.check.Finding;

/** Something in a test file that cannot be meant. */
final class WrongTest extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Finding finding;

    WrongTest(Finding finding) {
        super(finding.toString(), null, false, false);
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
