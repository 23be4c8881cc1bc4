package io.github.bactrian.daemon;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Keeps all of the process that asks Java for a proxy on this machine: every plain socket, {@code java.net.URL} and the JDK's HTTP client,
 * so also what Camel loads from a URL, mail, FTP, and most drivers of databases. Channels such as Netty's ask nobody.
 */
final class LoopbackSockets extends ProxySelector {

    /** For the whole process, and for good: it serves nothing but the sandbox. */
    static void install() {
        if (!(ProxySelector.getDefault() instanceof LoopbackSockets)) {
            ProxySelector.setDefault(new LoopbackSockets());
        }
    }

    @Override
    public List<Proxy> select(URI target) {
        if (!LoopbackOnly.isLoopback(target)) {
            throw new IllegalArgumentException(
                    LoopbackOnly.refusal(target.getScheme() + "://" + target.getAuthority()));
        }
        return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException why) {
        // there is no proxy whose failures would be counted
    }
}
