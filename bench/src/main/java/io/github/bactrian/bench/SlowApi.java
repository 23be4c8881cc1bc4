package io.github.bactrian.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** An API that takes every call, and takes its time. */
final class SlowApi implements Target {
    private final Api api = Api.start();
    private final Duration latency;

    SlowApi(Duration latency) throws IOException {
        this.latency = latency;
    }

    @Override
    public URI rows() {
        return api.origin().resolve("/rows");
    }

    @Override
    public void reset() throws Exception {
        api.reset(Quota.Kind.NONE, 1, Duration.ofSeconds(1), latency, false);
    }

    @Override
    public Count count() throws Exception {
        ApiServer.Stats stats = api.stats();
        return new Count(stats.calls(), stats.accepted());
    }

    @Override
    public void require(Bodies file) throws Exception {
        ApiServer.Stats stats = api.stats();
        if (stats.calls() != file.count()
                || stats.acceptedTwice() != 0
                || stats.withToken() != file.count()
                || stats.checksum() != file.checksum()) {
            throw new IllegalStateException("not each row once, as it is, with a token: " + stats + ", " + file);
        }
    }

    @Override
    public ProcessHandle process() {
        return api.process();
    }

    @Override
    public void close() {
        api.close();
    }
}
