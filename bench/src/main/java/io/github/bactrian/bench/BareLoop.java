package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** A limit: nothing but HttpClient 5 in a loop. Bodies are made before the first call, and the token is a constant. */
public final class BareLoop {
    private final PeerSettings settings;
    private final CloseableHttpClient client;
    private final ExecutorService threads;
    private final String authorization;

    private BareLoop(PeerSettings settings) throws Exception {
        this.settings = settings;
        this.client = PlainClient.with(settings.parallel());
        this.threads = Executors.newFixedThreadPool(settings.parallel());
        this.authorization = settings.grant().authorization(SSLContext.getDefault());
    }

    public static void main(String... args) throws Exception {
        BareLoop loop = new BareLoop(PeerSettings.read());
        DroppedFiles files = loop::run;
        files.forEach();
    }

    private void run(Path file) throws Exception {
        List<byte[]> bodies = Bodies.read(file);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = IntStream.range(0, settings.parallel())
                .<Future<?>>mapToObj(thread -> threads.submit(() -> post(bodies, next)))
                .toList();
        for (Future<?> thread : running) {
            thread.get();
        }
    }

    private Void post(List<byte[]> bodies, AtomicInteger next) throws IOException {
        for (int row = next.getAndIncrement(); row < bodies.size(); row = next.getAndIncrement()) {
            HttpPost post = new HttpPost(settings.rows());
            post.setHeader("Authorization", authorization);
            post.setEntity(new ByteArrayEntity(bodies.get(row), ContentType.APPLICATION_JSON));
            client.execute(post, answer -> {
                EntityUtils.consume(answer.getEntity());
                if (answer.getCode() != 201) {
                    throw new IOException("answered " + answer.getCode());
                }
                return null;
            });
        }
        return null;
    }
}
