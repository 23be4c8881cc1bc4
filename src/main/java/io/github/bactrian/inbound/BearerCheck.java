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

    private @Nullable String issuer;
    private @Nullable String audience;
    private @Nullable String role;
    private @Nullable SSLSocketFactory trust;
    private @Nullable TokenVerifier verifier;

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
            LOG.info("A caller was refused: {}", e.getMessage());
            refuse(exchange, 401, "Bearer error=\"invalid_token\"");
        } catch (IOException | JOSEException e) {
            LOG.warn("Nobody can be let in: the keys of {} cannot be read: {}", issuer, e.getMessage());
            refuse(exchange, 503, null);
        }
    }

    private void admit(Exchange exchange, String token)
            throws ParseException, BadJOSEException, IOException, JOSEException {
        if (token.length() > LONGEST) {
            throw new ParseException("the token is longer than " + LONGEST + " characters", LONGEST);
        }
        JWTClaimsSet claims = verifier().verified(token);
        List<String> roles = claims.getClaim("roles") == null ? List.of() : claims.getStringListClaim("roles");
        String caller = caller(claims);
        if (role != null && !roles.contains(role)) {
            LOG.info("The caller {} was refused: the token lacks the app role {}", caller, role);
            refuse(exchange, 403, "Bearer error=\"insufficient_scope\"");
            return;
        }
        exchange.setProperty(CALLER_PROPERTY, caller);
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

    private synchronized TokenVerifier verifier() throws IOException, ParseException {
        if (verifier == null) {
            if (issuer == null || audience == null) {
                throw new IllegalStateException("A BearerCheck needs its properties issuer and audience");
            }
            verifier = TokenVerifier.of(issuer, audience, trust);
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
