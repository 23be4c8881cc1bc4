package io.github.bactrian.daemon.check;

import java.util.Set;

/** What a caller over HTTP sends as headers is not to go along with a call under our identity. */
final class OutsideHeadersRule implements WayRule {
    private static final Set<String> UNCERTAIN = Set.of(Situation.ANY, Situation.NONE_CHOSEN, "none");
    private final Findings findings;

    OutsideHeadersRule(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void at(Visit visit) {
        String profile = visit.situation().profile();
        if (visit.situation().outsideHeaders() && visit.endpoint().isHttp() && !UNCERTAIN.contains(profile)) {
            findings.warn(
                    "outside-headers",
                    visit.file(),
                    visit.place(),
                    "headers of whoever calls this route go along with a call as oauth." + profile
                            + "; put - removeHeaders: { pattern: \"*\" } first" + visit.cameFrom());
        }
    }
}
