package io.github.bactrian.inbound;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What an issuer has signed for one audience. The issuer is asked for keys only, and only if a token could be its own. */
record TokenVerifier(DefaultJWTProcessor<SecurityContext> processor) {

    private static final int TIMEOUT = 5_000;
    private static final int MOST_BYTES = 1 << 18;

    /** @throws IllegalArgumentException if keys would come over an open line */
    static String checked(String issuer) {
        URI uri = URI.create(issuer);
        if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("issuer = " + issuer + ": write its https address");
        }
        return issuer;
    }

    static TokenVerifier of(String issuer, String audience, @Nullable SSLSocketFactory trust, InstantSource clock) {
        IssuerKeys keys =
                new IssuerKeys(issuer, new DefaultResourceRetriever(TIMEOUT, TIMEOUT, MOST_BYTES, true, trust), clock);
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256), keys));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null))));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
        return new TokenVerifier(processor);
    }

    JWTClaimsSet verified(String token) throws ParseException, BadJOSEException, JOSEException {
        return processor.process(token, null);
    }
}
