package io.github.bactrian.sandbox;

import java.util.List;

/** The two issuers behind one port. */
record Issuers(Issuer entra, OidcIssuer oidc) implements Api {

    @Override
    public Reply answer(Request request) {
        return meant(request).answer(request);
    }

    @Override
    public Reply failure(int status, Request request) {
        return meant(request).failure(status, request);
    }

    private Api meant(Request request) {
        List<String> path = request.segments();
        return !path.isEmpty() && path.get(0).equals(OidcIssuer.START) ? oidc : entra;
    }
}
