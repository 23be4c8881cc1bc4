package io.github.bactrian.http;

import io.github.bactrian.SettingException;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.targets.Targets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpActivityListener;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.LoggingHttpActivityListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes camel-http's calls with profiles and journals governed ones. What others have configured stays in force. */
public final class AuthorizedHttp {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizedHttp.class);

    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
    private final Gates gates;
    private final AuthorizedCall authorizedCall;
    private final boolean dryRun;

    /** Configurers nest in ways that cannot be seen from outside; no client may get our handlers twice. */
    private final Set<HttpClientBuilder> adapted =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private AuthorizedHttp(Time time, boolean dryRun) {
        this.gates = new Gates(time);
        this.authorizedCall = new AuthorizedCall(
                gates,
                (profile, result, took) -> listeners.forEach(listener -> listener.ended(profile, result, took)),
                time,
                dryRun);
        this.dryRun = dryRun;
    }

    /**
     * To be called after {@link OAuth#install} and before the routes are added.
     *
     * @throws io.github.bactrian.SettingException if a profile's {@code call.*} settings cannot be used
     */
    public static AuthorizedHttp install(CamelContext context) {
        return install(context, Time.SYSTEM);
    }

    /**
     * In place of {@link #install(CamelContext)}, for a context that is to call nobody: every request of camel-http ends
     * before a connection is asked for, is told to the exchange's {@link CallPlan}, and is answered with success.
     */
    public static AuthorizedHttp dryRun(CamelContext context) {
        return new AuthorizedHttp(Time.SYSTEM, true).into(context);
    }

    /** As {@link #install(CamelContext)}, waiting as {@code time} says. */
    public static AuthorizedHttp install(CamelContext context, Time time) {
        return new AuthorizedHttp(time, false).into(context);
    }

    private AuthorizedHttp into(CamelContext context) {
        adapt(context.getComponent("http", HttpComponent.class));
        HttpComponent https = context.getComponent("https", HttpComponent.class);
        adapt(https);
        OAuth oauth = OAuth.of(context);
        if (oauth != null) {
            trust(oauth, context, https);
            InjectingEndpoint.install(context, oauth);
        }
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof HttpEndpoint found) {
                adapt(found);
            }
            return endpoint;
        });
        context.addLifecycleStrategy(new Lifecycle());
        context.getCamelContextExtension().addContextPlugin(AuthorizedHttp.class, this);
        Targets.install(context, GovernedCall::isGoverned);
        return this;
    }

    /** What was installed into this context; null if nothing was. */
    public static @Nullable AuthorizedHttp of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(AuthorizedHttp.class);
    }

    /** Has somebody told of all governed calls from now on. */
    public void addListener(CallListener listener) {
        listeners.add(listener);
    }

    /** How it is with all gates that a call has come to, ordered by name. */
    public List<GateState> gates() {
        return gates.states();
    }

    /** What may stand behind {@code oauth.<profile>.call.}. */
    public static Set<String> callSettings() {
        return CallSettings.KEYS;
    }

    /** Forgets what APIs have said of their limits. Nobody may be waiting. */
    public void forgetLimits() {
        gates.resume();
    }

    private void trust(OAuth oauth, CamelContext context, HttpComponent https) {
        Map<OAuthProfile, X509ExtendedTrustManager> added = new LinkedHashMap<>();
        oauth.profiles()
                .forEach(profile ->
                        authorizedCall.settingsOf(profile).trust().ifPresent(trust -> added.put(profile, trust)));
        if (added.isEmpty()) {
            return;
        }
        boolean global = https.isUseGlobalSslContextParameters() && context.getSSLContextParameters() != null;
        if (https.getSslContextParameters() != null || global) {
            throw new SettingException(
                    added.keySet().iterator().next() + ".call.ca-file",
                    null,
                    "the https component has TLS settings of its own; trust the certificate there, and leave this out");
        }
        https.setSslContextParameters(ApiTrust.parameters(added));
    }

    private void adapt(HttpComponent component) {
        component.setHttpClientConfigurer(composed(component.getHttpClientConfigurer()));
        if (component.getHttpActivityListener() == null) {
            component.setHttpActivityListener(new SilentListener());
        }
    }

    /** An endpoint may have a configurer of its own, or come from a component that was configured after us. */
    private void adapt(HttpEndpoint endpoint) {
        HttpClientConfigurer existing = endpoint.getHttpClientConfigurer();
        String foreign = LateOptions.of(endpoint);
        HttpClientConfigurer configurer = composed(existing, foreign);
        endpoint.setHttpClientConfigurer(endpoint.isDisableStreamCache() ? streaming(configurer) : configurer);
        boolean silent = endpoint.getHttpActivityListener() == null
                || endpoint.getHttpActivityListener() instanceof SilentListener;
        if (silent) {
            endpoint.setHttpActivityListener(
                    endpoint.isLogHttpActivity() ? logging(endpoint.getCamelContext()) : new SilentListener());
        }
        if (dryRun) {
            // one that came with the route would really send
            endpoint.setHttpClient(null);
        } else if (endpoint.getEndpointUri().contains("httpClient=")) {
            LOG.warn("{} has an HttpClient of its own: its calls get no token, and no journal sees them", endpoint);
        }
    }

    /** What the endpoint would have created for itself, had it found no listener. */
    private static HttpActivityListener logging(CamelContext context) {
        LoggingHttpActivityListener listener = new LoggingHttpActivityListener();
        listener.setCamelContext(context);
        ServiceHelper.startService(listener);
        return listener;
    }

    private static HttpClientConfigurer streaming(HttpClientConfigurer configurer) {
        return client -> {
            client.addExecInterceptorFirst("bactrian-streamed", (request, scope, chain) -> {
                scope.clientContext.setAttribute(BoundedAnswer.STREAMED, true);
                return chain.proceed(request, scope);
            });
            configurer.configureHttpClient(client);
        };
    }

    private HttpClientConfigurer composed(@Nullable HttpClientConfigurer existing) {
        return composed(existing, "");
    }

    /** @param foreign options with which no governed call is made; empty if there are none */
    private HttpClientConfigurer composed(@Nullable HttpClientConfigurer existing, String foreign) {
        return client -> {
            if (!adapted.contains(client)) {
                // before others, whose own stay in force
                client.setRequestExecutor(new ConnectionCheck());
                client.setKeepAliveStrategy(new IdleTime());
            }
            if (existing != null) {
                existing.configureHttpClient(client);
            }
            if (!foreign.isEmpty()) {
                client.addExecInterceptorBefore(
                        ChainElement.PROTOCOL.name(), "bactrian-late-options", new LateOptions(foreign));
            }
            if (adapted.add(client)) {
                adapt(client);
            }
        };
    }

    private void adapt(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.COMPRESS.name(), "bactrian-answer-text", new AnswerText());
        client.addExecInterceptorBefore(
                ChainElement.COMPRESS.name(), "bactrian-bounded", new BoundedAnswer(authorizedCall::settingsOf));
        client.addExecInterceptorBefore(ChainElement.COMPRESS.name(), "bactrian-decoded", new DecodedAnswer());
        client.addExecInterceptorAfter(ChainElement.COMPRESS.name(), "bactrian-foreign-coding", new ForeignCoding());
        client.addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "bactrian-authorized-call", authorizedCall);
        client.addExecInterceptorBefore(
                ChainElement.MAIN_TRANSPORT.name(), "bactrian-transmission", new Transmission());
        client.addExecInterceptorFirst("bactrian-broken-bodies", new BrokenBodies());
        client.addExecInterceptorFirst("bactrian-error-bodies", new ErrorBodies());
        RetryBypass.install(client);
        if (dryRun) {
            DryRun.install(client);
        }
    }

    private final class Lifecycle extends LifecycleStrategySupport {

        @Override
        public void onContextStarting(CamelContext context) {
            gates.resume();
        }

        @Override
        public void onContextStopping(CamelContext context) {
            gates.release();
        }
    }
}
