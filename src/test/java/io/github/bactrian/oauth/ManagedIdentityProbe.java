package io.github.bactrian.oauth;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;

/** A process that says what token its environment gives it, or why it gives none. */
public final class ManagedIdentityProbe {

    private ManagedIdentityProbe() {}

    /**
     * Asks for a token twice.
     *
     * @param args settings of the profile, keys and values
     */
    public static void main(String[] args) throws Exception {
        Map<String, String> properties = new TreeMap<>();
        properties.put("oauth.vault.type", "managed-identity");
        properties.put("oauth.vault.scope", "https://vault.azure.net/.default");
        properties.put("oauth.vault.hosts", "https://*.vault.azure.net");
        for (int i = 0; i < args.length; i += 2) {
            properties.put("oauth.vault." + args[i], args[i + 1]);
        }
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            OAuthProfile profile =
                    OAuth.install(camel, properties).profiles().iterator().next();
            System.out.println("token " + profile.token("").value());
            System.out.println("again " + profile.token("").value());
        } catch (TokenException e) {
            System.out.println("failure " + e.needsAction() + " " + e.getMessage());
        }
    }
}
