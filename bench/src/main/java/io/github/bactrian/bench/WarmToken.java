package io.github.bactrian.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A token that is at hand; for JMH, which {@link TokenBench} runs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WarmToken {
    /** The system property that says where the issuer is. */
    static final String ISSUER = "bench.issuer";

    @Param("")
    public String client;

    @Param("1")
    public int tenants;

    private TokenClient tokens;
    private String[] names;
    private int next;

    @Setup
    public void askForEach() throws Exception {
        Issuer issuer = Issuer.at(System.getProperty(ISSUER));
        names = IntStream.range(0, tenants).mapToObj(Issuer::tenant).toArray(String[]::new);
        tokens = TokenClients.open(client, issuer, List.of(names));
        for (String name : names) {
            tokens.token(name);
        }
    }

    @Benchmark
    public Object token() throws Exception {
        next = next + 1 == names.length ? 0 : next + 1;
        return tokens.token(names[next]);
    }
}
