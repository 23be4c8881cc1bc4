package io.github.bactrian.vault;

import io.github.bactrian.LikelySecrets;
import io.github.bactrian.NearestName;
import io.github.bactrian.OpenLogs;
import io.github.bactrian.SettingException;
import io.github.bactrian.Settings;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of Azure Key Vault, version 7.4.
 *
 * @param url origin of the vault
 * @param profile whose token opens it
 * @param refresh how long a secret is kept
 */
record Vault(URI url, OAuthProfile profile, Duration refresh, HttpClient client) {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int UNAUTHORIZED = 401;

    /** From the properties {@code bactrian.vault.*} of the context. */
    static Vault read(CamelContext context, OAuth oauth) {
        Map<String, String> values = new TreeMap<>();
        for (String key : List.of("url", "profile", "refresh")) {
            values.put(key, context.resolvePropertyPlaceholders("{{bactrian.vault." + key + ":}}"));
        }
        Settings settings = new Settings("bactrian.vault.", values);
        URI url = settings.origin("url", Set.of("https", "http"))
                .orElseThrow(() -> settings.problem("url", "is missing; write https://<vault>.vault.azure.net"));
        OAuthProfile profile = profile(settings, oauth);
        if (!profile.allows(url)) {
            throw settings.problem("url", "the token may not go there; add it to " + profile + ".hosts");
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        return new Vault(url, profile, settings.duration("refresh", Duration.ofMinutes(5)), client);
    }

    private static OAuthProfile profile(Settings settings, OAuth oauth) {
        String name = settings.required("profile", "name the profile that may read the vault");
        List<String> names = oauth.profiles().stream().map(OAuthProfile::name).toList();
        return oauth.profiles().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException(
                        settings.name("profile"),
                        name,
                        "there is no such profile, or it needs a secret of the vault itself; "
                                + NearestName.hint(name, names)));
    }

    /**
     * The current version of a secret.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    String secret(String name) {
        if (!name.matches("[0-9A-Za-z-]{1,127}")) {
            throw new IllegalArgumentException(
                    "{{vault:" + name + "}}: a secret's name has letters, digits and hyphens");
        }
        try {
            String log = OpenLogs.ofJavaHttpClient().orElse(null);
            if (log != null) {
                throw problem(name, log, null);
            }
            String tenant = profile.tenants().iterator().next();
            Token token = profile.token(tenant);
            HttpResponse<String> answer = ask(name, token);
            if (answer.statusCode() == UNAUTHORIZED) {
                answer = ask(name, profile.renew(tenant, token, null));
            }
            return value(name, answer);
        } catch (TokenException e) {
            throw problem(name, e.getMessage(), e);
        } catch (IOException e) {
            throw problem(name, "the vault cannot be reached: " + LikelySecrets.masked(e.toString()), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem(name, "interrupted", e);
        }
    }

    private HttpResponse<String> ask(String name, Token token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/secrets/" + name + "?api-version=7.4"))
                .header("Authorization", "Bearer " + token.value())
                .timeout(TIMEOUT)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String value(String name, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw problem(name, "the vault answered " + answer.statusCode() + remedy(answer.statusCode()), null);
        }
        try {
            if (Jsoner.deserialize(answer.body()) instanceof Map<?, ?> secret
                    && secret.get("value") instanceof String value) {
                return value;
            }
        } catch (DeserializationException e) {
            // its message may show the secret
        }
        throw problem(name, "the vault's answer holds no secret", null);
    }

    private String remedy(int status) {
        return switch (status) {
            case 403 -> "; give the application of " + profile + " the role Key Vault Secrets User";
            case 404 -> "; there is no such secret";
            default -> "";
        };
    }

    private IllegalArgumentException problem(String name, String reason, @Nullable Throwable e) {
        return new IllegalArgumentException("{{vault:" + name + "}} of " + url + ": " + reason + ".", e);
    }
}
