package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The part of Graph that the sandbox has: users. Each tenant has its own. */
final class DirectoryApi implements Api {

    private static final List<String> USERS = List.of("v1.0", "users");
    private static final Set<String> WRITERS = Set.of("User.ReadWrite.All", "Directory.ReadWrite.All");
    private static final Set<String> READERS =
            Set.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All");

    private final URI base;
    private final URI issuer;
    private final BearerCheck bearer;
    private final UserRules rules;
    private final Stats stats;
    private final InstantSource clock;
    private final ClaimsDemand demand;
    private final UserDelta delta;
    private final Map<String, Users> usersByTenant = new ConcurrentHashMap<>();

    DirectoryApi(
            URI base,
            URI issuer,
            BearerCheck bearer,
            UserRules rules,
            Stats stats,
            InstantSource clock,
            ClaimsDemand demand) {
        this.demand = demand;
        this.delta = new UserDelta(URI.create(base + "/users"));
        this.base = base;
        this.issuer = issuer;
        this.bearer = bearer;
        this.rules = rules;
        this.stats = stats;
        this.clock = clock;
    }

    Users usersOf(String tenantId) {
        return usersByTenant.computeIfAbsent(tenantId, tenant -> new Users());
    }

    /** @throws IllegalArgumentException if this is no user that could be created; says why */
    void put(String tenantId, ObjectNode user) {
        try {
            rules.requireCreatable(user);
            usersOf(tenantId).add(user.put("createdDateTime", clock.instant().toString()));
        } catch (GraphError refusal) {
            throw new IllegalArgumentException(refusal.getMessage(), refusal);
        }
    }

    /** Makes all delta links given so far unusable. */
    void expireDeltaTokens() {
        delta.expireTokens();
    }

    void forgetUsers() {
        expireDeltaTokens();
        usersByTenant.clear();
    }

    @Override
    public void arrived(Request request) {
        if (request.method().equals("POST") && request.segments().equals(USERS)) {
            stats.postArrived(JsonBody.text(request, "userPrincipalName"));
        }
        Stream.of("client-request-id", "Idempotency-Key")
                .map(request::header)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(stats::idArrived);
    }

    @Override
    public Reply answer(Request request) {
        try {
            return traced(request, found(request));
        } catch (GraphError refusal) {
            return refused(request, refusal);
        }
    }

    @Override
    public Reply failure(int status, Request request) {
        return refused(request, GraphError.scripted(status));
    }

    private Reply found(Request request) {
        BearerCheck.Caller caller = bearer.caller(request.header("Authorization"));
        List<String> path = request.segments();
        if (path.size() < 2 || path.size() > 3 || !path.subList(0, 2).equals(USERS)) {
            throw GraphError.unreadable(
                    "Resource not found for the segment '" + (path.isEmpty() ? "" : path.get(path.size() - 1)) + "'.");
        }
        caller.requireOneOf(request.method().equals("GET") ? READERS : WRITERS);
        Users users = usersOf(caller.tenantId());
        if (path.size() == 2) {
            return all(request, users);
        }
        boolean changes = path.get(2).equals("delta") && request.method().equals("GET");
        return changes ? delta.answer(request, users) : one(request, users, path.get(2));
    }

    private Reply all(Request request, Users users) {
        return switch (request.method()) {
            case "GET" -> list(request, users, UserQuery.of(request.query(), request.header("ConsistencyLevel")));
            case "POST" -> create(users, JsonBody.of(request));
            default -> throw notAllowed();
        };
    }

    private Reply one(Request request, Users users, String idOrName) {
        return switch (request.method()) {
            case "GET" -> show(users, idOrName, UserQuery.of(request.query(), null));
            case "PATCH" -> change(users, idOrName, JsonBody.of(request));
            case "DELETE" -> {
                requireFound(users.remove(idOrName), idOrName);
                yield Reply.empty(204);
            }
            default -> throw notAllowed();
        };
    }

    private Reply create(Users users, ObjectNode user) {
        stats.postProcessed(user.path("userPrincipalName").asText());
        rules.requireCreatable(user);
        ObjectNode created =
                users.add(user.put("createdDateTime", clock.instant().toString()));
        stats.userCreated(created.path("userPrincipalName").asText());
        return Reply.of(201, entity(created, UserQuery.defaults()))
                .with(Map.of("Location", base + "/users/" + created.path("id").asText()));
    }

    private Reply change(Users users, String idOrName, ObjectNode changes) {
        rules.requireChangeable(changes);
        requireFound(users.change(idOrName, changes), idOrName);
        return Reply.empty(204);
    }

    private Reply show(Users users, String idOrName, UserQuery query) {
        ObjectNode user = users.find(idOrName).orElseThrow(() -> GraphError.notFound(idOrName));
        return Reply.of(200, entity(user, query));
    }

    private Reply list(Request request, Users users, UserQuery query) {
        Users.Page page = query.page(users);
        ObjectNode body = Reply.object().put("@odata.context", base + "/$metadata#" + query.context());
        if (query.count() && query.after() == 0) {
            body.put("@odata.count", users.count(query::matches));
        }
        if (page.next() != null) {
            body.put("@odata.nextLink", base + "/users?" + query.next(request.query(), page.next()));
        }
        page.users().stream().map(query::view).forEach(body.putArray("value")::add);
        return Reply.of(200, body);
    }

    private ObjectNode entity(ObjectNode user, UserQuery query) {
        return Reply.object()
                .put("@odata.context", base + "/$metadata#" + query.context() + "/$entity")
                .setAll(query.view(user));
    }

    private static void requireFound(boolean found, String object) {
        if (!found) {
            throw GraphError.notFound(object);
        }
    }

    private static GraphError notAllowed() {
        return new GraphError(
                405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
    }

    private Reply refused(Request request, GraphError refusal) {
        Reply reply = traced(request, refusal.reply(request, clock.instant()));
        if (refusal.isResync()) {
            return reply.with(Map.of("Location", base + "/users/delta?$deltatoken="));
        }
        return refusal.isAboutTheToken() ? reply.with(Map.of("WWW-Authenticate", challenge(refusal))) : reply;
    }

    private String challenge(GraphError refusal) {
        return "Bearer realm=\"\", authorization_uri=\"%s/common/oauth2/v2.0/authorize\"%s"
                .formatted(issuer, refusal.isAboutClaims() ? demand.challenge() : ", error=\"invalid_token\"");
    }

    private static Reply traced(Request request, Reply reply) {
        return reply.with(Map.of(
                "request-id", request.id().toString(),
                "client-request-id", request.clientRequestId(),
                "OData-Version", "4.0"));
    }
}
