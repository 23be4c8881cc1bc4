package io.github.bactrian.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ForkJoinPool;

/** The contestants for a token at hand. */
final class TokenClients {
    static final String BACTRIAN = "bactrian";
    static final String BACTRIAN_FROM_THE_START = "bactrian, with the start of the exchange";
    static final String LIMIT = "limit: a map and a clock";

    /** Makes a client that has asked for nothing yet. */
    interface Opening {
        TokenClient open(Issuer issuer, List<String> tenants) throws Exception;
    }

    private static final Map<String, Opening> ALL = all();

    private TokenClients() {}

    private static Map<String, Opening> all() {
        Map<String, Opening> all = new LinkedHashMap<>();
        all.put(BACTRIAN, (issuer, tenants) -> new BactrianTokens(issuer, tenants, false));
        all.put(BACTRIAN_FROM_THE_START, (issuer, tenants) -> new BactrianTokens(issuer, tenants, true));
        all.put("msal4j", (issuer, tenants) -> MsalTokens.withDefaults(issuer, tenants));
        all.put("msal4j, same thread", (issuer, tenants) -> MsalTokens.onTheSameThread(issuer, tenants));
        all.put("azure-identity", (issuer, tenants) -> new AzureTokens(issuer, tenants, ForkJoinPool.commonPool()));
        all.put("Spring Security", SpringTokens::new);
        all.put("camel-http oauth2*, its interceptor", CamelHttpTokens::new);
        all.put(LIMIT, (issuer, tenants) -> limit());
        return Collections.unmodifiableMap(all);
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    static TokenClient open(String name, Issuer issuer, List<String> tenants) throws Exception {
        return ALL.get(name).open(issuer, tenants);
    }

    /** The least that a cache of tokens by tenant, each with an end, can do. */
    private static TokenClient limit() {
        record Held(String token, long expires) {}
        ConcurrentMap<String, Held> tokens = new ConcurrentHashMap<>();
        return tenant -> {
            Held held = tokens.get(tenant);
            if (held == null || held.expires() <= System.currentTimeMillis()) {
                held = new Held("token of " + tenant, System.currentTimeMillis() + 3_600_000);
                tokens.put(tenant, held);
            }
            return held.token();
        };
    }
}
