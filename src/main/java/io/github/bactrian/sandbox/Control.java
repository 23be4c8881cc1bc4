package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** The endpoints below {@code /sandbox/}: faults and stats of a running sandbox. */
final class Control implements LoopbackServer.Handler {

    private final Sandbox sandbox;

    Control(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static boolean isMeant(Request request) {
        return request.path().equals("/sandbox") || request.path().startsWith("/sandbox/");
    }

    @Override
    public void handle(Request request, LoopbackServer.Outlet outlet) {
        outlet.send(answer(request));
    }

    private Reply answer(Request request) {
        try {
            return switch (request.method() + " " + request.path()) {
                case "GET /sandbox" -> Reply.of(200, about());
                case "GET /sandbox/stats" -> Reply.of(200, stats(request));
                case "DELETE /sandbox/stats" -> done(() -> sandbox.stats().reset());
                case "GET /sandbox/faults" -> Reply.of(200, sandbox.faults().report());
                case "PUT /sandbox/faults" -> done(() -> sandbox.faults().set(FaultScript.read(body(request))));
                case "DELETE /sandbox/faults" -> done(() -> sandbox.faults().clear());
                case "DELETE /sandbox/delta-tokens" -> done(sandbox::expireDeltaTokens);
                case "DELETE /sandbox/tokens" -> done(sandbox::revokeTokens);
                case "PUT /sandbox/claims" -> done(() -> sandbox.demandClaims(body(request)));
                case "DELETE /sandbox/claims" -> done(sandbox::demandNoClaims);
                case "DELETE /sandbox/signing-key" -> done(sandbox::rotateSigningKey);
                default -> explained(404, request.method() + " " + request.path() + " is not known");
            };
        } catch (IllegalArgumentException e) {
            return explained(400, String.valueOf(e.getMessage()));
        }
    }

    private JsonNode about() {
        return Reply.object()
                .put("issuer", sandbox.issuer().toString())
                .put("oidcIssuer", sandbox.oidcIssuer().toString())
                .put("directory", sandbox.directory().toString())
                .put("caFile", sandbox.caFile().toString())
                .put("tenantId", sandbox.app().tenantId())
                .put("clientId", sandbox.app().clientId())
                .put("scope", sandbox.resource() + "/.default");
    }

    private JsonNode stats(Request request) {
        String name = request.query().get("userPrincipalName");
        if (name != null) {
            return Reply.JSON.valueToTree(sandbox.stats().posts(name));
        }
        String id = request.query().get("id");
        if (id != null) {
            return Reply.object().put("requests", sandbox.stats().requestsWithId(id));
        }
        return Reply.JSON.valueToTree(sandbox.stats().snapshot());
    }

    private static Reply done(Runnable change) {
        change.run();
        return Reply.empty(204);
    }

    private static Reply explained(int status, String why) {
        return Reply.of(status, Reply.object().put("error", why));
    }

    private static String body(Request request) {
        return request.body().toString(StandardCharsets.UTF_8);
    }
}
