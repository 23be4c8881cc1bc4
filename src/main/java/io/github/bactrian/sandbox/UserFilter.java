package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filters that the sandbox knows: {@code NAME eq 'text'} and {@code startswith(NAME,'text')}, whatever the case. */
record UserFilter(String property, String text, boolean prefix) {

    private static final String TEXT = "'((?:[^']|'')*)'";
    private static final Pattern EQUAL = Pattern.compile("\\s*(\\w+)\\s+eq\\s+" + TEXT + "\\s*");
    private static final Pattern STARTS =
            Pattern.compile("\\s*startswith\\(\\s*(\\w+)\\s*,\\s*" + TEXT + "\\s*\\)\\s*");

    static UserFilter of(String filter) {
        Matcher equal = EQUAL.matcher(filter);
        Matcher starts = STARTS.matcher(filter);
        if (equal.matches()) {
            return of(equal, false);
        }
        if (starts.matches()) {
            return of(starts, true);
        }
        throw new GraphError(
                400, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause specified: " + filter);
    }

    private static UserFilter of(Matcher parts, boolean prefix) {
        String name = parts.group(1);
        if (!name.equals("id") && UserProperty.named(name) == null) {
            throw GraphError.unreadable(
                    "Could not find a property named '" + name + "' on type 'microsoft.graph.user'.");
        }
        return new UserFilter(name, parts.group(2).replace("''", "'").toLowerCase(Locale.ROOT), prefix);
    }

    boolean matches(ObjectNode user) {
        String value = user.path(property).asText("").toLowerCase(Locale.ROOT);
        return prefix ? value.startsWith(text) : value.equals(text);
    }

    /** By which at most one user can be found without looking at all. */
    Optional<String> key() {
        boolean unique = property.equals("userPrincipalName") || property.equals("id");
        return unique && !prefix ? Optional.of(text) : Optional.empty();
    }
}
