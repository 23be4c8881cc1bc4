package io.github.bactrian.bench;

import io.github.bactrian.http.AuthorizedHttp;
import io.github.bactrian.oauth.OAuth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * How many tokens the issuer is asked for: by calls that begin at the same time with none at hand, and by calls to many URLs of
 * one API. The two Camels make the calls; the others are asked for a token as often, for they do not know URLs.
 */
final class IssuerBench {
    private static final String ROUTE = """
            - route:
                id: calls
                from:
                  uri: direct:calls
                  steps:
            %s
                    - recipientList: { simple: "%s" }
            """;

    private static final String TENANT = Issuer.tenant(0);

    /** Makes one call. */
    private interface Caller {
        void call(int url) throws Exception;
    }

    private interface Opening {
        Caller open(Issuer issuer) throws Exception;
    }

    void run(Options options) throws Exception {
        int cold = options.count("calls", 64, 8);
        int urls = options.count("urls", 1000, 20);
        int repeats = options.count("repeats", 3, 1);
        Duration delay = options.millis("delay", 50);
        Path place = Path.of(options.text("directory", "bench/target/work"));
        System.out.println("issuer " + options.end());
        try (WorkPlace work = WorkPlace.in(place);
                Issuer.Server server = Issuer.start(work.directory(), 1)) {
            Issuer issuer = server.issuer();
            issuer.delayTokens(delay);
            Map<String, Samples> atOnce = measured(repeats, opening -> requests(opening.open(issuer), issuer, cold, 1));
            issuer.delayTokens(Duration.ZERO);
            Map<String, Samples> many = measured(1, opening -> requests(opening.open(issuer), issuer, 1, urls));
            Table table = new Table(
                    "requests to the issuer", cold + " cold calls at once", "least–most", "calls to " + urls + " URLs");
            atOnce.forEach((name, requests) -> table.add(
                    name,
                    Samples.text(requests.median(), 0),
                    requests.spread(0),
                    Samples.text(many.get(name).median(), 0)));
            System.out.println(table);
            Results results = Results.of("issuer");
            record(results, "requests for " + cold + " cold calls", atOnce);
            record(results, "requests for " + urls + " URLs", many);
        }
    }

    private interface Measuring {
        long requests(Opening opening) throws Exception;
    }

    private static Map<String, Samples> measured(int repeats, Measuring measuring) throws Exception {
        Map<String, Samples> found = new LinkedHashMap<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Map.Entry<String, Opening> client : clients().entrySet()) {
                found.computeIfAbsent(client.getKey(), name -> new Samples())
                        .add(measuring.requests(client.getValue()));
            }
        }
        return found;
    }

    private static Map<String, Opening> clients() {
        Map<String, Opening> clients = new LinkedHashMap<>();
        clients.put("bactrian", IssuerBench::bactrian);
        clients.put("msal4j", issuer -> asking(MsalTokens.withDefaults(issuer, List.of(TENANT))));
        clients.put("azure-identity", issuer -> asking(new AzureTokens(issuer, List.of(TENANT), threads())));
        clients.put("Spring Security", issuer -> asking(new SpringTokens(issuer, List.of(TENANT))));
        clients.put("camel-http oauth2*", IssuerBench::camelHttp);
        return clients;
    }

    private static Caller asking(TokenClient tokens) {
        return url -> tokens.token(TENANT);
    }

    /** In the common pool, its default, many cold calls at once wait for each other for ever on few processors. */
    private static ExecutorService threads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Calls by so many threads that begin together, then one after another to so many URLs. */
    private static long requests(Caller caller, Issuer issuer, int atOnce, int urls) throws Exception {
        issuer.forgetCounts();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                calls.add(() -> {
                    for (int url = 0; url < urls; url++) {
                        caller.call(url);
                    }
                    return null;
                });
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
        return issuer.tokensIssued();
    }

    private static Caller bactrian(Issuer issuer) throws Exception {
        CamelContext context = new DefaultCamelContext();
        OAuth.install(context, BactrianTokens.profile(issuer, List.of(TENANT)));
        AuthorizedHttp.install(context);
        return calling(
                context, "        - process: { ref: oauth.bench }", url(issuer) + "?throwExceptionOnFailure=false");
    }

    /** Its cache outlives contexts; with a parameter that differs, the next client begins with none of the last one's tokens. */
    private static Caller camelHttp(Issuer issuer) throws Exception {
        String options = "&oauth2ClientId=" + Issuer.CLIENT + "&oauth2ClientSecret=" + Issuer.SECRET
                + "&oauth2TokenEndpoint=" + encoded(issuer.tokenEndpoint(TENANT).toString())
                + "&oauth2Scope=" + encoded(Issuer.SCOPE)
                + "&oauth2CacheTokens=true&oauth2BodyAuthentication=true";
        String run = "&run=" + System.nanoTime();
        return calling(new DefaultCamelContext(), "", url(issuer) + "?throwExceptionOnFailure=false" + options + run);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String url(Issuer issuer) {
        return issuer.directory() + "/users/${header.url}";
    }

    private static Caller calling(CamelContext context, String step, String target) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("calls.camel.yaml", ROUTE.formatted(step, target)));
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        return url -> template.requestBodyAndHeader("direct:calls", null, "url", url);
    }

    private static void record(Results results, String what, Map<String, Samples> found) throws Exception {
        Samples ours = found.get("bactrian");
        for (Map.Entry<String, Samples> client : found.entrySet()) {
            if (!client.getKey().equals("bactrian")) {
                results.add(Comparison.of(what, "requests", ours, client.getKey(), client.getValue())
                        .valueAtMost(1));
            }
        }
    }
}
