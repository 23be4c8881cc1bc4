package io.github.bactrian.http;

import io.github.bactrian.OpenLogs;
import io.github.bactrian.oauth.InboundHeaders;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.targets.CallOrigins;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over each hop of a governed call on its way out; leaves all other calls alone. */
final class AuthorizedCall implements ExecChainHandler {

    private static final Logger WIRE_LOG = LoggerFactory.getLogger("org.apache.hc.client5.http.wire");

    private final Map<String, CallSettings> settings = new ConcurrentHashMap<>();
    private final Gates gates;
    private final CallListener listener;
    private final Time time;
    private final boolean dryRun;

    /** @param dryRun whether calls end in {@link DryRun}: no token is asked for then, and no gate makes them wait */
    AuthorizedCall(Gates gates, CallListener listener, Time time, boolean dryRun) {
        this.gates = gates;
        this.listener = listener;
        this.time = time;
        this.dryRun = dryRun;
    }

    /** @throws io.github.bactrian.SettingException if the profile's {@code call.*} settings cannot be used */
    CallSettings settingsOf(OAuthProfile profile) {
        return settings.computeIfAbsent(profile.name(), name -> CallSettings.read(profile.callSettings()));
    }

    CallSettings settingsOf(GovernedCall governed) {
        return governed.profile().map(this::settingsOf).orElse(CallSettings.DEFAULT);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        noteOrigin(scope);
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed == null) {
            return chain.proceed(request, scope);
        }
        Hop hop = Hop.of(governed, request, scope, chain, listener);
        Optional<OAuthProfile> profile = governed.profile();
        if (profile.isPresent()) {
            refuseForeignInfluence(hop, profile.get());
        }
        CallSettings callSettings = settingsOf(governed);
        prepare(scope.clientContext, callSettings);
        AnswerHeaders.dropFrom(request, governed.exchange());
        ReplayableBody.prepare(request);
        Credential credential = credential(hop, profile);
        if (dryRun) {
            return DryRun.proceed(hop, profile, credential, callSettings);
        }
        if (credential != null) {
            refuseWireLog(hop);
            refuseTlsLog(hop);
        }
        Gate gate = gates.gate(credential, hop.origin(), callSettings);
        ClassicHttpResponse response = new Sending(hop, credential, gate, callSettings, time).untilSettled();
        EchoedToken.dropFrom(response, governed);
        return response;
    }

    /** Where a redirect leads is the answer's choice, not the route's. */
    private static void noteOrigin(ExecChain.Scope scope) {
        Exchange exchange = GovernedCall.exchangeOf(scope.clientContext);
        if (exchange != null && scope.clientContext.getRedirectLocations().size() == 0) {
            HttpHost target = scope.route.getTargetHost();
            CallOrigins.add(exchange, target.getSchemeName(), target.getHostName(), target.getPort());
        }
    }

    private static void prepare(HttpClientContext context, CallSettings settings) {
        context.setCookieStore(new NoCookies());
        context.setRequestConfig(settings.applyTo(context.getRequestConfigOrDefault()));
    }

    private static @Nullable Credential credential(Hop hop, Optional<OAuthProfile> profile) {
        // to a proxy, http on loopback is http in the clear to another machine
        boolean inTheClear = "http".equals(hop.call().target().getScheme()) && hop.isProxied();
        return profile.filter(
                        present -> !inTheClear && present.allows(hop.call().target()))
                .map(present ->
                        new Credential(present, present.tenantFor(hop.governed().exchange())))
                .orElse(null);
    }

    private static void refuseForeignInfluence(Hop hop, OAuthProfile profile) throws CallNotSentException {
        if (hop.request().containsHeader(HttpHeaders.AUTHORIZATION)) {
            throw refusal(
                    hop,
                    "the message has a header Authorization of its own beside " + profile
                            + ". Remove the header, or put oauth.none before this call");
        }
        String steering = InboundHeaders.first(hop.governed().exchange());
        if (steering != null) {
            throw refusal(
                    hop,
                    "the header " + steering + " came with the message, and would steer a call that " + profile
                            + " authorizes. Remove the header, or set it in the route");
        }
    }

    /** HttpClient writes each byte to this log, so the token too. */
    private static void refuseWireLog(Hop hop) throws CallNotSentException {
        if (WIRE_LOG.isDebugEnabled()) {
            throw refusal(
                    hop,
                    "the log " + WIRE_LOG.getName() + " is on, and would show the token. Set it to INFO; the log"
                            + " org.apache.hc.client5.http.headers shows requests without tokens");
        }
    }

    /** So does the Java runtime, if it is told to. */
    private static void refuseTlsLog(Hop hop) throws CallNotSentException {
        String log = OpenLogs.ofTls().orElse(null);
        if (log != null) {
            throw refusal(hop, log);
        }
    }

    private static CallNotSentException refusal(Hop hop, String reason) {
        return new CallNotSentException(hop.call() + " was not sent: " + reason, true, null);
    }
}
