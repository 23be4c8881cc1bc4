package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which users, and what of them, a GET asks for.
 *
 * @param select names of properties
 * @param top users a page, 1 to 999
 * @param after where the page starts
 * @param filter null for all users
 * @param count whether their number is asked for
 */
record UserQuery(
        List<String> select,
        boolean selected,
        int top,
        long after,
        @Nullable UserFilter filter,
        boolean count) {

    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 999;
    private static final List<String> DEFAULT_PROPERTIES = List.of(
            "businessPhones",
            "displayName",
            "givenName",
            "jobTitle",
            "mail",
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "surname",
            "userPrincipalName",
            "id");
    private static final Set<String> KNOWN_OPTIONS = Set.of("$select", "$top", "$skiptoken", "$filter", "$count");

    /** @param consistency the header {@code ConsistencyLevel}, without which nothing is counted */
    static UserQuery of(MultiMap query, @Nullable String consistency) {
        requireKnown(query, KNOWN_OPTIONS);
        String select = query.get("$select");
        String filter = query.get("$filter");
        return new UserQuery(
                select(select),
                select != null,
                top(query.get("$top")),
                after(query.get("$skiptoken")),
                filter == null ? null : UserFilter.of(filter),
                count(query.get("$count"), "eventual".equalsIgnoreCase(consistency)));
    }

    /** Only {@code $select} counts. */
    static UserQuery selecting(MultiMap query, Set<String> known) {
        requireKnown(query, known);
        String select = query.get("$select");
        return new UserQuery(select(select), select != null, DEFAULT_PAGE, 0, null, false);
    }

    static UserQuery defaults() {
        return new UserQuery(DEFAULT_PROPERTIES, false, DEFAULT_PAGE, 0, null, false);
    }

    private static void requireKnown(MultiMap query, Set<String> known) {
        for (Map.Entry<String, String> option : query) {
            if (option.getKey().startsWith("$") && !known.contains(option.getKey())) {
                throw new GraphError(
                        400, "Request_UnsupportedQuery", "The sandbox does not know " + option.getKey() + ".");
            }
        }
    }

    private static boolean count(@Nullable String text, boolean eventual) {
        boolean count = "true".equals(text);
        if (count && !eventual) {
            throw new GraphError(
                    400,
                    "Request_UnsupportedQuery",
                    "Request with $count query parameter only works with a special request header:"
                            + " 'ConsistencyLevel: eventual'");
        }
        return count;
    }

    boolean matches(ObjectNode user) {
        return filter == null || filter.matches(user);
    }

    Users.Page page(Users users) {
        return Optional.ofNullable(filter)
                .flatMap(UserFilter::key)
                .map(key -> new Users.Page(
                        users.find(key).filter(this::matches).stream().toList(), null))
                .orElseGet(() -> users.page(after, top, this::matches));
    }

    /** What a client sees of a user: the selected properties, null where the user has none. */
    ObjectNode view(ObjectNode user) {
        ObjectNode seen = Reply.object();
        for (String name : select) {
            if (user.hasNonNull(name)) {
                seen.set(name, user.get(name));
            } else if (name.equals("businessPhones")) {
                seen.putArray(name);
            } else {
                seen.putNull(name);
            }
        }
        return seen;
    }

    /** The part of {@code @odata.context} that says which properties there are. */
    String context() {
        return selected ? "users(" + String.join(",", select) + ")" : "users";
    }

    /** {@code $select} as a part of a query, with an ampersand behind it; empty if nothing was selected. */
    String selection() {
        return selected ? "$select=" + String.join(",", select) + "&" : "";
    }

    /** The query that continues with the next page. */
    String next(MultiMap query, long from) {
        String filtered = filter == null
                ? ""
                : "$filter=" + URLEncoder.encode(query.get("$filter"), StandardCharsets.UTF_8) + "&";
        String counted = count ? "$count=true&" : "";
        return "$top=" + top + "&" + selection() + filtered + counted + "$skiptoken="
                + Long.toString(from, Character.MAX_RADIX);
    }

    private static List<String> select(@Nullable String names) {
        if (names == null) {
            return DEFAULT_PROPERTIES;
        }
        List<String> properties =
                Stream.of(names.split(",", -1)).map(String::trim).toList();
        for (String name : properties) {
            if (!name.equals("id") && !name.equals("createdDateTime") && UserProperty.named(name) == null) {
                throw GraphError.unreadable("Parsing OData Select and Expand failed: Could not find a property named '"
                        + name + "' on type 'microsoft.graph.user'.");
            }
        }
        return properties;
    }

    private static int top(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PAGE;
        }
        int top = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (top < 1 || top > LARGEST_PAGE) {
            throw GraphError.badRequest("Invalid page size specified: '" + text + "'. Must be between 1 and "
                    + LARGEST_PAGE + " inclusive.");
        }
        return top;
    }

    private static long after(@Nullable String token) {
        try {
            return token == null ? 0 : Long.parseLong(token, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            throw new GraphError(
                    400,
                    "Directory_ExpiredPageToken",
                    "The specified page token value has expired and can no longer be included in your request.");
        }
    }
}
