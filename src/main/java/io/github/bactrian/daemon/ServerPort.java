package io.github.bactrian.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;

/** Where Camel's HTTP server is to listen. Asked before it does: Camel runs on without it, as if it listened. */
record ServerPort(String host, int port) {

    /** @throws StartFault if the port is no number */
    static ServerPort of(Properties properties) {
        String port = properties.getProperty("camel.server.port", "").strip();
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw StartFault.configuration("camel.server.port must be a port, 0 to 65535, not '" + port + "'");
        }
        return new ServerPort(properties.getProperty("camel.server.host", "").strip(), Integer.parseInt(port));
    }

    boolean isTaken() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** What to do if it is. */
    String advice() {
        return "The page's port " + port + " of " + host + " is taken by another program, or the address is not this"
                + " machine's: set camel.server.port or camel.server.host to others, or camel.server.enabled=false to"
                + " do without the page";
    }
}
