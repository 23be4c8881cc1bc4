package io.github.bactrian.inbound;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.github.bactrian.PublicApi;
import io.github.bactrian.oauth.CaFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that lets only callers with a token pass: a JWT of one issuer, for one audience, with one app role. Others are
 * answered 401 or 403, and the route ends for them. The token is off the message afterwards.
 */
@PublicApi
public final class BearerCheck implements Processor {

    /** The exchange property that holds who called: the token's {@code azp}, {@code appid} or {@code sub}. */
    public static final String CALLER_PROPERTY = "bactrianCaller";

    private static final Logger LOG = LoggerFactory.getLogger(BearerCheck.class);
    private static final int LONGEST = 8192;

    private final InstantSource clock;
    private final Occasionally refusals;
    private final Occasionally outages;
    private @Nullable String issuer;
    private @Nullable String audience;
    private @Nullable String role;
    private boolean appOnly;
    private @Nullable SSLSocketFactory trust;
    private @Nullable TokenVerifier verifier;

    /** Creates a check that needs at least an issuer and an audience. */
    public BearerCheck() {
        this(InstantSource.system());
    }

    BearerCheck(InstantSource clock) {
        this.clock = clock;
        this.refusals = new Occasionally(clock, Duration.ofSeconds(1));
        this.outages = new Occasionally(clock, Duration.ofMinutes(1));
    }

    /**
     * Who signs the tokens.
     *
     * @param issuer as it calls itself, https; its metadata name its keys
     */
    public void setIssuer(String issuer) {
        this.issuer = TokenVerifier.checked(issuer);
    }

    /**
     * Whom the tokens are for.
     *
     * @param audience what callers must have asked a token for: this application's own ID
     */
    public void setAudience(String audience) {
        this.audience = audience;
    }

    /**
     * What a caller must be allowed; nothing in particular if this is not called.
     *
     * @param role an app role that the token must carry
     */
    public void setRole(String role) {
        this.role = role;
    }

    /**
     * Whether users are refused; they are not if this is not called. Entra gives users the same app roles, if somebody assigns them.
     *
     * @param appOnly true to let pass only tokens that say {@code idtyp=app}, an optional claim of Entra
     */
    public void setAppOnly(boolean appOnly) {
        this.appOnly = appOnly;
    }

    /**
     * Trusts the issuer's certificate by more than the usual ones.
     *
     * @param file PEM
     */
    public void setCaFile(String file) throws IOException, GeneralSecurityException {
        this.trust = CaFile.withUsual(Path.of(file)).getSocketFactory();
    }

    @Override
    public void process(Exchange exchange) {
        Object header = exchange.getMessage().removeHeader("Authorization");
        String token = header instanceof String text && text.regionMatches(true, 0, "Bearer ", 0, 7)
                ? text.substring(7).strip()
                : "";
        if (token.isEmpty()) {
            refuse(exchange, 401, "Bearer");
            return;
        }
        try {
            admit(exchange, token);
        } catch (ParseException | BadJOSEException e) {
            if (refusals.isTime()) {
                LOG.info("A caller was refused: {}", e.getMessage());
            }
            refuse(exchange, 401, "Bearer error=\"invalid_token\"");
        } catch (JOSEException e) {
            if (outages.isTime()) {
                LOG.warn("Nobody can be let in: the keys of {} cannot be read: {}", issuer, e.getMessage());
            }
            refuse(exchange, 503, null);
        }
    }

    private void admit(Exchange exchange, String token) throws ParseException, BadJOSEException, JOSEException {
        if (token.length() > LONGEST) {
            throw new ParseException("the token is longer than " + LONGEST + " characters", LONGEST);
        }
        JWTClaimsSet claims = verifier().verified(token);
        String caller = caller(claims);
        String lacking = lacking(claims);
        if (lacking != null) {
            if (refusals.isTime()) {
                LOG.info("The caller {} was refused: {}", caller, lacking);
            }
            refuse(exchange, 403, "Bearer error=\"insufficient_scope\"");
            return;
        }
        exchange.setProperty(CALLER_PROPERTY, caller);
    }

    private @Nullable String lacking(JWTClaimsSet claims) throws ParseException {
        List<String> roles = claims.getClaim("roles") == null ? List.of() : claims.getStringListClaim("roles");
        if (role != null && !roles.contains(role)) {
            return "the token lacks the app role " + role;
        }
        return appOnly && !"app".equals(claims.getClaim("idtyp"))
                ? "the token does not say idtyp=app, which appOnly asks for; it is an optional claim of the app registration"
                : null;
    }

    private static String caller(JWTClaimsSet claims) throws ParseException {
        for (String claim : List.of("azp", "appid", "sub")) {
            String value = claims.getStringClaim(claim);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    private synchronized TokenVerifier verifier() {
        if (verifier == null) {
            if (issuer == null || audience == null) {
                throw new IllegalStateException("A BearerCheck needs its properties issuer and audience");
            }
            verifier = TokenVerifier.of(issuer, audience, trust, clock);
        }
        return verifier;
    }

    private static void refuse(Exchange exchange, int status, @Nullable String challenge) {
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setBody(null);
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        if (challenge != null) {
            answer.setHeader("WWW-Authenticate", challenge);
        }
        exchange.setRouteStop(true);
    }
}
