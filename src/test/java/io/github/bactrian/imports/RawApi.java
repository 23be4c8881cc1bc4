package io.github.bactrian.imports;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

/** An HTTP server that sends answers byte by byte as they are given, and then closes the connection. */
final class RawApi implements AutoCloseable {
    /** Closes the connection without a word. */
    static final byte[] NO_ANSWER = {};

    private final ServerSocket server;
    private final Map<String, List<byte[]>> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    RawApi() throws IOException {
        this(0);
    }

    RawApi(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "raw-api");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /**
     * Gives these answers, the last of them for ever.
     *
     * @param request such as {@code POST /users}
     */
    RawApi answering(String request, byte[]... inTurn) {
        answers.put(request, new CopyOnWriteArrayList<>(inTurn));
        return this;
    }

    /** All requests so far, as {@code POST /users}. */
    List<String> requests() {
        return requests;
    }

    static byte[] answer(int status, String headers, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String lines = headers.isEmpty() ? "" : headers.replace("\n", "\r\n") + "\r\n";
        answer.writeBytes(("HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n" + lines + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        return answer.toByteArray();
    }

    static byte[] answer(int status, String headers, String body) {
        return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] ok(int status) {
        return answer(status, "Content-Type: application/json\nContent-Length: 8", "{\"id\":7}");
    }

    static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "raw-api-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = read(new BufferedInputStream(socket.getInputStream()));
            if (request != null) {
                requests.add(request);
                List<byte[]> inTurn = answers.getOrDefault(request, List.of(ok(404)));
                byte[] answer = inTurn.size() > 1 ? inTurn.remove(0) : inTurn.get(0);
                socket.getOutputStream().write(answer);
                socket.getOutputStream().flush();
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static String read(InputStream in) throws IOException {
        String first = line(in);
        int length = 0;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            length = lower.startsWith("content-length:")
                    ? Integer.parseInt(lower.substring(15).strip())
                    : length;
        }
        in.readNBytes(length);
        return first == null ? null : first.replaceFirst(" HTTP/.*", "");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                return null;
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
