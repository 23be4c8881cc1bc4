package io.github.bactrian.spring;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One profile: a group {@code oauth.<profile>.*}. What each setting means in full, and its default, is in
 * {@code docs/identity.md}.
 *
 * @param type {@code entra}, {@code oidc} or {@code managed-identity}
 * @param clientId the application (client) ID
 * @param scope what for: {@code <resource>/.default}
 * @param tenantId the directory asked when a message selects none
 * @param tenants directories that a message may select
 * @param authorityHost the issuer's origin
 * @param issuer the issuer as it calls itself
 * @param tokenEndpoint where tokens are asked for
 * @param audience the parameter {@code audience} of the token request
 * @param clientSecret the secret itself; by environment variable only
 * @param clientSecretFile files that hold the secret and nothing else
 * @param certificate files with a private key and its certificate
 * @param certificatePassword opens them; by environment variable only
 * @param federatedTokenFile a token that Kubernetes or another platform has put there
 * @param clientAuth {@code basic}, {@code post} or {@code private-key-jwt}
 * @param assertionKeyId the header {@code kid} of an assertion, one for each certificate
 * @param assertionAudience the claim {@code aud} of an assertion
 * @param assertionAlgorithm how an assertion is signed
 * @param hosts origins that the token may go to
 * @param requiredRoles app roles without which a token is refused
 * @param tokenLifetime how long a token is used if no one tells
 * @param inject when the token is attached
 * @param caFile PEM certificates of the issuer to trust
 * @param tlsCertificate file with a private key and its certificate, for an issuer that asks for one (mutual TLS)
 * @param tlsCertificatePassword opens it; by environment variable only
 * @param proxy {@code http://host:port}
 * @param timeout for a whole token request
 * @param call how calls behave
 */
public record OAuthProfileProperties(
        @Nullable String type,
        @Nullable String clientId,
        @Nullable String scope,
        @Nullable String tenantId,
        @Nullable List<String> tenants,
        @Nullable String authorityHost,
        @Nullable String issuer,
        @Nullable String tokenEndpoint,
        @Nullable String audience,
        @Nullable String clientSecret,
        @Nullable List<String> clientSecretFile,
        @Nullable List<String> certificate,
        @Nullable String certificatePassword,
        @Nullable List<String> federatedTokenFile,
        @Nullable String clientAuth,
        @Nullable List<String> assertionKeyId,
        @Nullable String assertionAudience,
        @Nullable String assertionAlgorithm,
        @Nullable List<String> hosts,
        @Nullable List<String> requiredRoles,
        @Nullable String tokenLifetime,
        @Nullable String inject,
        @Nullable String caFile,
        @Nullable String tlsCertificate,
        @Nullable String tlsCertificatePassword,
        @Nullable String proxy,
        @Nullable String timeout,
        @Nullable Call call) {

    /**
     * How calls with the profile behave: {@code oauth.<profile>.call.*}.
     *
     * @param rate most calls in any time of that length: {@code 20/s}
     * @param retries how often a call that failed is made again
     * @param maxInFlight most calls at once
     * @param maxWait the longest wait that an API may ask of a call
     * @param connectTimeout until a connection stands
     * @param responseTimeout until the next bytes of an answer arrive
     * @param maxAnswer the most of an answer that is read
     * @param caFile PEM certificates of the API to trust
     */
    public record Call(
            @Nullable String rate,
            @Nullable String retries,
            @Nullable String maxInFlight,
            @Nullable String maxWait,
            @Nullable String connectTimeout,
            @Nullable String responseTimeout,
            @Nullable String maxAnswer,
            @Nullable String caFile) {}

    /** All settings, as they are written behind {@code oauth.<profile>.}. */
    static Set<String> settings() {
        Set<String> settings = new TreeSet<>();
        for (RecordComponent component : OAuthProfileProperties.class.getRecordComponents()) {
            settings.add(written(component));
        }
        settings.remove("call");
        for (RecordComponent component : Call.class.getRecordComponents()) {
            settings.add("call." + written(component));
        }
        return settings;
    }

    /** Those that are set. */
    Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        collect(this, "", texts);
        return texts;
    }

    private static void collect(Record values, String prefix, Map<String, String> texts) {
        for (RecordComponent component : values.getClass().getRecordComponents()) {
            Object value = value(component, values);
            if (value instanceof Record inner) {
                collect(inner, prefix + written(component) + ".", texts);
            } else if (value instanceof Collection<?> list) {
                texts.put(
                        prefix + written(component),
                        list.stream().map(Object::toString).collect(Collectors.joining(",")));
            } else if (value != null) {
                texts.put(prefix + written(component), value.toString());
            }
        }
    }

    private static @Nullable Object value(RecordComponent component, Record values) {
        try {
            return component.getAccessor().invoke(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String written(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Without values: some are secrets. */
    @Override
    public String toString() {
        return "OAuthProfileProperties" + texts().keySet();
    }
}
