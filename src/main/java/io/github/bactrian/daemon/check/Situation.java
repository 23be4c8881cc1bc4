package io.github.bactrian.daemon.check;

import java.util.Set;
import java.util.TreeSet;

/**
 * What is certain of a message at one place of a route.
 *
 * @param profiles the profiles that may be in force: {@link #NONE_CHOSEN} if no step has chosen one, {@code none} if a step
 *     has ended one, {@link #ANY} if nobody can tell
 * @param outsideHeaders whether it still carries all headers of somebody who called over HTTP
 * @param mapped whether the body is what the route has made of an imported row
 */
record Situation(Set<String> profiles, boolean outsideHeaders, boolean mapped) {
    static final String NONE_CHOSEN = "";
    static final String ANY = "*";

    /** With no profile chosen yet. */
    static Situation atStart(boolean outsideHeaders) {
        return new Situation(Set.of(NONE_CHOSEN), outsideHeaders, false);
    }

    /** Nothing is certain. */
    static Situation unknown() {
        return new Situation(Set.of(ANY), false, false);
    }

    /** The only profile that can be in force here; {@link #ANY} if there are several. */
    String profile() {
        return profiles.size() == 1 ? profiles.iterator().next() : ANY;
    }

    Situation withProfile(String profile) {
        return new Situation(Set.of(profile), outsideHeaders, mapped);
    }

    Situation withMapped(boolean value) {
        return new Situation(profiles, outsideHeaders, value);
    }

    Situation withoutHeaders() {
        return new Situation(profiles, false, mapped);
    }

    /** What is certain if the message came either way. */
    Situation or(Situation other) {
        Set<String> both = new TreeSet<>(profiles);
        both.addAll(other.profiles);
        return new Situation(
                both.contains(ANY) ? Set.of(ANY) : both,
                outsideHeaders && other.outsideHeaders,
                mapped && other.mapped);
    }
}
