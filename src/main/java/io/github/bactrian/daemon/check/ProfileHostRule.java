package io.github.bactrian.daemon.check;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call to a profile's hosts carries the profile's token only behind its step, and a call elsewhere never does. */
final class ProfileHostRule implements WayRule {
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([A-Za-z0-9.-]+(?::[0-9]+)?)(?:[/?].*)?");
    private static final String ENDED = "none";
    private final Map<String, Predicate<URI>> destinations;
    private final Findings findings;

    ProfileHostRule(Map<String, Predicate<URI>> destinations, Findings findings) {
        this.destinations = destinations;
        this.findings = findings;
    }

    @Override
    public void at(Visit visit) {
        Matcher origin = ORIGIN.matcher(visit.endpoint().uri());
        String profile = visit.situation().profile();
        if (!visit.endpoint().isHttp() || !origin.matches() || profile.equals(ENDED)) {
            return;
        }
        String text = origin.group(1) + "://" + origin.group(2);
        URI target = URI.create(text);
        if (profile.equals(Situation.NONE_CHOSEN)) {
            owner(target)
                    .ifPresent(owner -> findings.warn(
                            "no-profile",
                            visit.file(),
                            visit.place(),
                            "no step chooses a profile before this call to " + text + ", so it carries no token"
                                    + "; put - process: { ref: oauth." + owner + " } before it" + visit.cameFrom()));
        } else if (destinations.containsKey(profile)
                && !destinations.get(profile).test(target)) {
            findings.warn(
                    "other-host",
                    visit.file(),
                    visit.place(),
                    "the token of oauth." + profile + " does not go to " + text + "; "
                            + owner(target)
                                    .map(owner -> "put - process: { ref: oauth." + owner + " } before this call")
                                    .orElse("add it to oauth." + profile
                                            + ".hosts, or put - process: { ref: oauth.none } before this call")
                            + visit.cameFrom());
        }
    }

    /** The only profile whose token may go there; empty if there are several or none. */
    private Optional<String> owner(URI target) {
        var owners = destinations.entrySet().stream()
                .filter(entry -> entry.getValue().test(target))
                .map(Map.Entry::getKey)
                .toList();
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }
}
