package io.github.bactrian.bench;

import io.github.bactrian.targets.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultProducer;

/** What it costs a call that values are bound in a template, without a network: beside Camel's own toD, and a constant to. */
final class TargetsBench {
    private static final String GUARDED = "bactrian, toD";
    private static final String CAMEL = "camel, toD";
    private static final String STATIC = "camel, to";
    private static final String TEMPLATE =
            "http://api.example/v1/users/${header.user}?top=${header.top}&httpMethod=GET";

    /** A step of a route, called as the route would call it. */
    private record Contender(Processor step, Exchange[] exchanges) {
        double nanos(long calls) throws Exception {
            long begin = System.nanoTime();
            for (long call = 0; call < calls; call++) {
                step.process(exchanges[(int) call & (exchanges.length - 1)]);
            }
            double nanos = (double) (System.nanoTime() - begin) / calls;
            for (Exchange exchange : exchanges) {
                if (exchange.getException() != null) {
                    throw new IllegalStateException(exchange.getException());
                }
            }
            return nanos;
        }
    }

    void run(Options options) throws Exception {
        long calls = options.number("calls", 300_000, 2_000);
        int repeats = options.count("repeats", 11, 1);
        int warmUps = options.count("warm-up", 5, 1);
        int values = options.count("values", 512, 64);
        System.out.println("targets " + options.end());
        if (Integer.bitCount(values) != 1) {
            throw new IllegalArgumentException("--values is " + values + ", which is no power of two");
        }
        Map<String, Contender> contenders = new LinkedHashMap<>();
        contenders.put(GUARDED, contender(true, true, values));
        contenders.put(CAMEL, contender(false, true, values));
        contenders.put(STATIC, contender(false, false, values));
        print(measured(contenders, calls, warmUps, repeats));
    }

    private static Map<String, Samples> measured(
            Map<String, Contender> contenders, long calls, int warmUps, int repeats) throws Exception {
        Map<String, Samples> costs = new LinkedHashMap<>();
        for (int turn = -warmUps; turn < repeats; turn++) {
            for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                double nanos = contender.getValue().nanos(calls);
                if (turn >= 0) {
                    costs.computeIfAbsent(contender.getKey(), name -> new Samples())
                            .add(nanos);
                }
            }
        }
        return costs;
    }

    private static void print(Map<String, Samples> costs) throws Exception {
        Table table = new Table("a call with one value in the path and one in the query", "ns", "least–most");
        costs.forEach((name, cost) -> table.add(name, Samples.text(cost.median(), 0), cost.spread(0)));
        System.out.println(table);
        Samples guarded = costs.get(GUARDED);
        Results results = Results.of("targets");
        results.add(Comparison.of("a call with two bound values", "ns", guarded, CAMEL, costs.get(CAMEL)));
        results.add(Comparison.of("a call with two bound values", "ns", guarded, STATIC, costs.get(STATIC)));
        Samples added = guarded.minus(costs.get(CAMEL));
        results.add(Comparison.alone("added to a call with two bound values", "ns", added)
                .valueAtMost(300));
        System.out.println("Added to Camel's own toD: " + Samples.text(added.median(), 0) + " ns a call ("
                + added.spread(0) + ")");
    }

    private static Contender contender(boolean guarded, boolean dynamic, int values) throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.setAutowiredEnabled(false);
        context.addComponent("http", new Sink());
        if (guarded) {
            Targets.install(context, exchange -> true);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (dynamic) {
                    from("direct:bench").id("bench").toD(TEMPLATE).id("step");
                } else {
                    from("direct:bench")
                            .id("bench")
                            .to("http://api.example/v1/users/7?top=5&httpMethod=GET")
                            .id("step");
                }
            }
        });
        context.start();
        Exchange[] exchanges = new Exchange[values];
        for (int i = 0; i < values; i++) {
            exchanges[i] = new DefaultExchange(context);
            exchanges[i].getMessage().setHeader("user", "user-" + i + "@caravan.example");
            exchanges[i].getMessage().setHeader("top", i);
        }
        return new Contender(context.getProcessor("step"), exchanges);
    }

    /** Takes what is sent to it, and does nothing with it. */
    private static final class Sink extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            parameters.clear();
            return new DefaultEndpoint(uri, (Component) this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            // nothing: what is before it is measured
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException("nothing comes from here");
                }
            };
        }
    }
}
