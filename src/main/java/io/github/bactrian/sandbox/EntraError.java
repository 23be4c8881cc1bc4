package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** A refusal by the issuer, numbered and worded as Entra does it. */
final class EntraError extends RuntimeException {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final int status;
    private final String error;
    private final int number;

    private EntraError(int status, String error, int number, String message) {
        super(message, null, false, false);
        this.status = status;
        this.error = error;
        this.number = number;
    }

    static EntraError missingParameter(String name) {
        return invalidRequest(900144, "The request body must contain the following parameter: '" + name + "'.");
    }

    static EntraError repeatedParameter(String name) {
        return invalidRequest(
                9000411, "The request is not properly formatted. The parameter '" + name + "' is duplicated.");
    }

    static EntraError notPosted(String method) {
        return invalidRequest(900561, "The endpoint only accepts POST requests. Received a " + method + " request.");
    }

    static EntraError unknownTenant(String tenant) {
        return invalidRequest(
                90002,
                "Tenant '" + tenant + "' not found. Check to make sure you have the correct tenant ID and are signing"
                        + " into the correct cloud. Check with your subscription administrator, this may happen if"
                        + " there are no active subscriptions for the tenant.");
    }

    static EntraError noTenant() {
        return invalidRequest(
                50059,
                "No tenant-identifying information found in either the request or implied by any provided"
                        + " credentials.");
    }

    static EntraError unsupportedGrant(String grant) {
        return new EntraError(
                400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '" + grant + "'.");
    }

    static EntraError unknownApp(String clientId, String tenant) {
        return new EntraError(
                400,
                "unauthorized_client",
                700016,
                "Application with identifier '" + clientId + "' was not found in the directory '" + tenant
                        + "'. This can happen if the application has not been installed by the administrator of the"
                        + " tenant or consented to by any user in the tenant. You may have sent your authentication"
                        + " request to the wrong tenant.");
    }

    static EntraError missingCredential() {
        return invalidClient(
                7000216,
                "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant"
                        + " type.");
    }

    static EntraError emptySecret() {
        return invalidClient(
                7000218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
    }

    static EntraError wrongSecret(String clientId) {
        return invalidClient(
                7000215,
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret"
                        + " value, not the client secret ID, for a secret added to app '" + clientId + "'.");
    }

    static EntraError missingAssertionType() {
        return invalidRequest(
                90014, "The required field 'client_assertion_type' is missing from the credential or is unknown.");
    }

    static EntraError invalidScope(String scope) {
        return invalidScope(
                70011,
                "The provided request must include a 'scope' input parameter. The provided value for the input"
                        + " parameter 'scope' is not valid. The scope " + scope + " is not valid.");
    }

    static EntraError scopeIsNotDefault(String scope) {
        return invalidScope(
                1002012,
                "The provided value for scope " + scope + " is not valid. Client credential flows must have a scope"
                        + " value with /.default suffixed to the resource identifier (application ID URI).");
    }

    static EntraError severalResources() {
        return invalidScope(
                700022,
                "The provided value for the input parameter scope isn't valid because it contains more than one"
                        + " resource.");
    }

    static EntraError unknownResource(String resource, String tenant) {
        return new EntraError(
                400,
                "invalid_resource",
                500011,
                "The resource principal named " + resource + " was not found in the tenant named " + tenant
                        + ". This can happen if the application has not been installed by the administrator of the"
                        + " tenant or consented to by any user in the tenant. You might have sent your authentication"
                        + " request to the wrong tenant.");
    }

    static EntraError scripted(int status) {
        String error =
                switch (status) {
                    case 400 -> "invalid_request";
                    case 401 -> "invalid_client";
                    default -> "temporarily_unavailable";
                };
        return new EntraError(status, error, 90033, "Scripted by the sandbox: HTTP " + status + ".");
    }

    /** The error of RFC 6749. */
    String error() {
        return error;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static EntraError badClaims() {
        return invalidRequest(9002330, "The 'claims' parameter is not a valid JSON object.");
    }

    Reply reply(Request request, Instant now) {
        String time = TIMESTAMP.format(now);
        String description = "AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s"
                .formatted(number, getMessage(), request.id(), request.clientRequestId(), time);
        ObjectNode body = Reply.object().put("error", error).put("error_description", description);
        body.putArray("error_codes").add(number);
        body.put("timestamp", time)
                .put("trace_id", request.id().toString())
                .put("correlation_id", request.clientRequestId())
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + number);
        return new Reply(status, Map.of(), body);
    }

    static EntraError invalidRequest(int number, String message) {
        return new EntraError(400, "invalid_request", number, message);
    }

    private static EntraError invalidScope(int number, String message) {
        return new EntraError(400, "invalid_scope", number, message);
    }

    static EntraError invalidClient(int number, String message) {
        return new EntraError(401, "invalid_client", number, message);
    }
}
