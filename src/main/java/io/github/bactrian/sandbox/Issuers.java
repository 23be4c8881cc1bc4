package io.github.bactrian.sandbox;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** The two issuers behind one port. Their answers tell the time, by which clients can tell how wrong their clock is. */
record Issuers(Issuer entra, OidcIssuer oidc, InstantSource clock) implements Api {

    @Override
    public Reply answer(Request request) {
        return dated(meant(request).answer(request));
    }

    @Override
    public Reply failure(int status, Request request) {
        return dated(meant(request).failure(status, request));
    }

    private Reply dated(Reply reply) {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        return reply.with(Map.of("Date", date));
    }

    private Api meant(Request request) {
        List<String> path = request.segments();
        return !path.isEmpty() && path.get(0).equals(OidcIssuer.START) ? oidc : entra;
    }
}
