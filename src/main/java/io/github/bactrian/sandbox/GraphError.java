package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A refusal by the directory API, coded and worded as Graph does it. */
final class GraphError extends RuntimeException {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String INSUFFICIENT_CLAIMS = "InvalidAuthenticationToken.InsufficientClaims";

    private final int status;
    private final String code;
    private final @Nullable Detail detail;

    private record Detail(String code, String target) {}

    GraphError(int status, String code, String message) {
        this(status, code, message, null);
    }

    private GraphError(int status, String code, String message, @Nullable Detail detail) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.detail = detail;
    }

    static GraphError invalidToken(String message) {
        return new GraphError(401, "InvalidAuthenticationToken", message);
    }

    /** The token itself is good. */
    static GraphError insufficientClaims() {
        return new GraphError(
                401,
                INSUFFICIENT_CLAIMS,
                "Continuous access evaluation resulted in challenge with result: InteractionRequired.");
    }

    boolean isAboutClaims() {
        return code.equals(INSUFFICIENT_CLAIMS);
    }

    static GraphError missingRole() {
        return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    static GraphError unreadable(String message) {
        return new GraphError(400, "BadRequest", message);
    }

    static GraphError badRequest(String message) {
        return new GraphError(400, "Request_BadRequest", message);
    }

    static GraphError missingValue(String property) {
        String message = "A value is required for property '" + property + "' of resource 'User'.";
        return about(property, "MissingValue", message);
    }

    static GraphError invalidValue(String property) {
        String message = "Invalid value specified for property '" + property + "' of resource 'User'.";
        return about(property, "InvalidValue", message);
    }

    static GraphError alreadyTaken(String property) {
        String message = "Another object with the same value for property " + property + " already exists.";
        return about(property, "ObjectConflict", message);
    }

    static GraphError about(String property, String detail, String message) {
        return new GraphError(400, "Request_BadRequest", message, new Detail(detail, property));
    }

    static GraphError notFound(String object) {
        return new GraphError(
                404,
                "Request_ResourceNotFound",
                "Resource '" + object + "' does not exist or one of its queried reference-property objects are not"
                        + " present.");
    }

    /** A delta token is too old; the client has to begin anew. */
    static GraphError resyncRequired() {
        return new GraphError(410, "resyncRequired", "Resync is required. Begin again without a token.");
    }

    boolean isResync() {
        return status == 410;
    }

    static GraphError scripted(int status) {
        String code =
                switch (status) {
                    case 401 -> "InvalidAuthenticationToken";
                    case 403 -> "Authorization_RequestDenied";
                    case 404 -> "Request_ResourceNotFound";
                    case 410 -> "resyncRequired";
                    case 429 -> "TooManyRequests";
                    case 503 -> "ServiceUnavailable";
                    case 504 -> "GatewayTimeout";
                    default -> status >= 500 ? "InternalServerError" : "Request_BadRequest";
                };
        return new GraphError(status, code, "Scripted by the sandbox: HTTP " + status + ".");
    }

    Reply reply(Request request, Instant now) {
        ObjectNode body = Reply.object();
        ObjectNode error = body.putObject("error").put("code", code).put("message", getMessage());
        if (detail != null) {
            error.putArray("details")
                    .addObject()
                    .put("code", detail.code())
                    .put("message", getMessage())
                    .put("target", detail.target());
        }
        error.putObject("innerError")
                .put("date", DATE.format(now))
                .put("request-id", request.id().toString())
                .put("client-request-id", request.clientRequestId());
        return new Reply(status, Map.of(), body);
    }

    boolean isAboutTheToken() {
        return status == 401;
    }
}
