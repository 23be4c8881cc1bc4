package io.github.bactrian.bench;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;

/** HttpClient 5 for the peers that bring none of their own. */
final class PlainClient {
    private PlainClient() {}

    /** With its defaults, but for the number of connections. */
    static CloseableHttpClient with(int connections) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(connections)
                        .build())
                .build();
    }
}
