package io.github.bactrian.bench;

import java.lang.reflect.Field;
import java.util.List;
import org.apache.camel.component.http.OAuth2ClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** What camel-http with {@code oauth2*} and {@code oauth2CacheTokens} does to each request: the interceptor that it gives HttpClient. */
final class CamelHttpTokens implements TokenClient {
    private final HttpRequestInterceptor interceptor;
    private final BasicHttpRequest request;
    private final HttpCoreContext context = HttpCoreContext.create();

    CamelHttpTokens(Issuer issuer, List<String> tenants) throws Exception {
        if (tenants.size() > 1) {
            throw new UnsupportedOperationException("an endpoint has one token endpoint");
        }
        String endpoint = issuer.tokenEndpoint(tenants.get(0)).toString();
        HttpClientBuilder builder = HttpClientBuilder.create();
        new OAuth2ClientConfigurer(Issuer.CLIENT, Issuer.SECRET, endpoint, null, Issuer.SCOPE, true, 300, 5, true)
                .configureHttpClient(builder);
        this.interceptor = interceptorOf(builder);
        this.request = new BasicHttpRequest("GET", issuer.directory().resolve("/v1.0/users/1"));
    }

    /** The builder shows it to nobody. */
    private static HttpRequestInterceptor interceptorOf(HttpClientBuilder builder) throws ReflectiveOperationException {
        Field all = HttpClientBuilder.class.getDeclaredField("requestInterceptors");
        all.setAccessible(true);
        Object entry = ((List<?>) all.get(builder)).get(0);
        Field one = entry.getClass().getDeclaredField("interceptor");
        one.setAccessible(true);
        return (HttpRequestInterceptor) one.get(entry);
    }

    @Override
    public Object token(String tenant) throws Exception {
        interceptor.process(request, null, context);
        return request;
    }
}
