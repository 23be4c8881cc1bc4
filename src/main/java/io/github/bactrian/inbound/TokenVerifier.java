package io.github.bactrian.inbound;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** What an issuer has signed for one audience. Its keys are kept, and read anew when an unknown one is named. */
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

    /**
     * @throws IOException if the issuer's metadata cannot be read
     * @throws ParseException if they are another issuer's
     */
    static TokenVerifier of(String issuer, String audience, @Nullable SSLSocketFactory trust)
            throws IOException, ParseException {
        DefaultResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT, TIMEOUT, MOST_BYTES, true, trust);
        OIDCProviderMetadata metadata = metadata(issuer, retriever);
        JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                        metadata.getJWKSetURI().toURL(), retriever)
                .retrying(true)
                .outageTolerant(true)
                .build();
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256), keys));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new HashSet<>(Arrays.asList(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null))));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
        return new TokenVerifier(processor);
    }

    private static OIDCProviderMetadata metadata(String issuer, DefaultResourceRetriever retriever)
            throws IOException, ParseException {
        try {
            URI place = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(
                    retriever.retrieveResource(place.toURL()).getContent());
            if (!metadata.getIssuer().getValue().equals(issuer)) {
                throw new ParseException("the metadata are of " + metadata.getIssuer() + ", not of " + issuer, 0);
            }
            return metadata;
        } catch (GeneralException e) {
            throw new IOException("the issuer's metadata cannot be read: " + e.getMessage(), e);
        }
    }

    JWTClaimsSet verified(String token) throws ParseException, BadJOSEException, JOSEException {
        return processor.process(token, null);
    }
}
