package io.github.bactrian.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port on loopback that passes connections on to another one, and counts them. */
public final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();

    public Relay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many were opened so far, also those that led nowhere. */
    public int connections() {
        return connections.get();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            connections.incrementAndGet();
            start(() -> pass(client));
        }
    }

    private void pass(Socket client) throws IOException {
        try (client;
                Socket reached = new Socket(InetAddress.getLoopbackAddress(), target)) {
            start(() -> {
                try (client;
                        reached) {
                    reached.getInputStream().transferTo(client.getOutputStream());
                }
            });
            client.getInputStream().transferTo(reached.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two ends has closed, which is all there is to know.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
