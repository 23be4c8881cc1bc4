package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code users/delta}: all users, or what has become of them since a token was given. */
final class UserDelta {

    private static final Set<String> KNOWN_OPTIONS = Set.of("$select", "$deltatoken", "$skiptoken");
    private static final Pattern TOKEN = Pattern.compile("([0-9a-z]{1,6})\\.([0-9a-z]{1,12})\\.([0-9a-z]{1,12})");
    private static final Pattern PAGE_SIZE = Pattern.compile("odata\\.maxpagesize=([1-9][0-9]{0,5})");
    private static final int DEFAULT_PAGE = 200;
    private static final int LARGEST_PAGE = 999;

    private final URI users;
    private final AtomicInteger epoch = new AtomicInteger(1);

    /**
     * @param since the version before which nothing is told as removed
     * @param after the last version that was told
     */
    private record Position(long since, long after) {}

    UserDelta(URI users) {
        this.users = users;
    }

    /** Makes all tokens given so far unusable. */
    void expireTokens() {
        epoch.incrementAndGet();
    }

    Reply answer(Request request, Users all) {
        UserQuery view = UserQuery.selecting(request.query(), KNOWN_OPTIONS);
        Position from = position(request.query(), all);
        Matcher size = PAGE_SIZE.matcher(String.valueOf(request.header("Prefer")));
        int top = size.find() ? Math.min(LARGEST_PAGE, Integer.parseInt(size.group(1))) : DEFAULT_PAGE;
        Users.Changed changed = all.changes(from.since(), from.after(), top);
        ObjectNode body = Reply.object()
                .put("@odata.context", users.resolve("./$metadata#") + view.context())
                .put(
                        changed.more() ? "@odata.nextLink" : "@odata.deltaLink",
                        link(view, changed.more(), from.since(), changed.last()));
        ArrayNode value = body.putArray("value");
        changed.users().forEach(user -> value.add(user.has("@removed") ? user : view.view(user)));
        Reply reply = Reply.of(200, body);
        return size.reset().find() ? reply.with(Map.of("Preference-Applied", "odata.maxpagesize=" + top)) : reply;
    }

    private String link(UserQuery view, boolean more, long since, long last) {
        String token = more ? "$skiptoken=" + token(since, last) : "$deltatoken=" + token(last, last);
        return users + "/delta?" + view.selection() + token;
    }

    private String token(long since, long after) {
        return "%s.%s.%s".formatted(base36(epoch.get()), base36(since), base36(after));
    }

    private static String base36(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    private Position position(MultiMap query, Users all) {
        String token = query.contains("$skiptoken") ? query.get("$skiptoken") : query.get("$deltatoken");
        if (token == null || token.isEmpty()) {
            return new Position(all.version(), 0);
        }
        return token.equals("latest") ? new Position(all.version(), all.version()) : position(token, all.version());
    }

    private Position position(String token, long version) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw GraphError.badRequest("Badly formed token.");
        }
        Position position = new Position(number(parts.group(2)), number(parts.group(3)));
        if (number(parts.group(1)) != epoch.get() || position.after() > version) {
            throw GraphError.resyncRequired();
        }
        return position;
    }

    private static long number(@Nullable String text) {
        return Long.parseLong(String.valueOf(text), Character.MAX_RADIX);
    }
}
