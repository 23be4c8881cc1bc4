package io.github.bactrian.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;

/** Refuses calls to other machines, so that work in the sandbox touches nothing real; these are camel-http's. */
final class LoopbackOnly implements ExecChainHandler {

    /** To be called before others configure camel-http: they add to this. */
    static void install(CamelContext context) {
        for (String scheme : new String[] {"http", "https"}) {
            context.getComponent(scheme, HttpComponent.class).setHttpClientConfigurer(LoopbackOnly::guard);
        }
        LoopbackSockets.install();
    }

    /** Behind the redirects, so that each hop is seen. */
    private static void guard(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "bactrian-loopback-only", new LoopbackOnly());
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost target = scope.route.getTargetHost();
        if (!isLoopback(target.getHostName())) {
            throw new IOException(refusal(target.toString()));
        }
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy != null && !isLoopback(proxy.getHostName())) {
            throw new IOException("--sandbox refuses to call " + target + " by way of the proxy " + proxy
                    + ": nothing leaves this machine; remove proxyHost under --sandbox");
        }
        return chain.proceed(request, scope);
    }

    static String refusal(String target) {
        return "--sandbox refuses to call " + target
                + ": nothing leaves this machine; let application-sandbox.properties set its URL to {{sandbox.directory}}";
    }

    /** Whether a URL's host is one that {@link #isLoopback(String)} knows; a URL without a host is none. */
    static boolean isLoopback(URI url) {
        String host = url.getHost();
        return host != null && isLoopback(host.replaceFirst("^\\[(.*)]$", "$1"));
    }

    /** By address where it is one; of names only localhost, as asking a name server leaves the machine too. */
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        try {
            return address && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
