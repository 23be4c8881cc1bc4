package io.github.bactrian.bench;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** azure-identity's credential, asked synchronously. MSAL is below it, so it is told an authority without a port as well. */
final class AzureTokens implements TokenClient {
    private final ClientSecretCredential credential;
    private final boolean manyTenants;

    /** @param threads on which it works; usually the common pool */
    AzureTokens(Issuer issuer, List<String> tenants, ExecutorService threads) {
        HttpClient inner = new JdkHttpClientBuilder().build();
        this.manyTenants = tenants.size() > 1;
        this.credential = new ClientSecretCredentialBuilder()
                .authorityHost("https://localhost/")
                .disableInstanceDiscovery()
                .tenantId(tenants.get(0))
                .additionallyAllowedTenants("*")
                .clientId(Issuer.CLIENT)
                .clientSecret(Issuer.SECRET)
                .executorService(threads)
                .httpClient(request -> inner.send(request.setUrl(
                        issuer.here(URI.create(request.getUrl().toString())).toString())))
                .build();
    }

    @Override
    public Object token(String tenant) {
        TokenRequestContext asked = new TokenRequestContext().addScopes(Issuer.SCOPE);
        return credential.getTokenSync(manyTenants ? asked.setTenantId(tenant) : asked);
    }
}
