package io.github.bactrian.bench;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * MSAL and its cache. It never keeps a token of an authority with a port, so it is told one without, and its requests are sent
 * to the issuer's port.
 */
final class MsalTokens implements TokenClient {
    private final ConfidentialClientApplication app;
    private final boolean manyTenants;

    private MsalTokens(ConfidentialClientApplication app, boolean manyTenants) {
        this.app = app;
        this.manyTenants = manyTenants;
    }

    static MsalTokens withDefaults(Issuer issuer, List<String> tenants) throws MalformedURLException {
        return new MsalTokens(app(issuer, tenants).build(), tenants.size() > 1);
    }

    static MsalTokens onTheSameThread(Issuer issuer, List<String> tenants) throws MalformedURLException {
        return new MsalTokens(
                app(issuer, tenants).executorService(new SameThread()).build(), tenants.size() > 1);
    }

    private static ConfidentialClientApplication.Builder app(Issuer issuer, List<String> tenants)
            throws MalformedURLException {
        return ConfidentialClientApplication.builder(
                        Issuer.CLIENT, ClientCredentialFactory.createFromSecret(Issuer.SECRET))
                .authority("https://localhost/" + tenants.get(0) + "/")
                .validateAuthority(false)
                .instanceDiscovery(false)
                .httpClient(http(issuer));
    }

    private static IHttpClient http(Issuer issuer) {
        HttpClient client = HttpClient.newHttpClient();
        return asked -> {
            URI target = issuer.here(URI.create(asked.url().toString()));
            HttpRequest.Builder request = HttpRequest.newBuilder(target).POST(BodyPublishers.ofString(asked.body()));
            asked.headers().forEach(request::setHeader);
            var answer = client.send(request.build(), BodyHandlers.ofString());
            HttpResponse told =
                    new HttpResponse().statusCode(answer.statusCode()).body(answer.body());
            told.addHeaders(answer.headers().map());
            return told;
        };
    }

    @Override
    public Object token(String tenant) {
        ClientCredentialParameters.ClientCredentialParametersBuilder asked =
                ClientCredentialParameters.builder(Set.of(Issuer.SCOPE));
        if (manyTenants) {
            asked.tenant(tenant);
        }
        return app.acquireToken(asked.build()).join();
    }

    private static final class SameThread extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            // there is no thread to stop
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
