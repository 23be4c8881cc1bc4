package io.github.bactrian.http;

import io.github.bactrian.oauth.InboundHeaders;
import io.github.bactrian.oauth.OAuthProfile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;

/** Takes over each hop of a governed call on its way out; leaves all others alone. */
final class AuthorizedCall implements ExecChainHandler {

    private final Map<String, CallSettings> settings = new ConcurrentHashMap<>();
    private final Gates gates;
    private final Time time;

    AuthorizedCall(Gates gates, Time time) {
        this.gates = gates;
        this.time = time;
    }

    /** @throws io.github.bactrian.SettingException if the profile's {@code call.*} settings cannot be used */
    CallSettings settingsOf(OAuthProfile profile) {
        return settings.computeIfAbsent(profile.name(), name -> CallSettings.read(profile.callSettings()));
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        if (governed == null) {
            return chain.proceed(request, scope);
        }
        Call call = Transmission.call(request, scope.route);
        Optional<OAuthProfile> profile = governed.profile();
        if (profile.isPresent()) {
            refuseForeignInfluence(governed, call, request, profile.get());
        }
        CallSettings callSettings = profile.map(this::settingsOf).orElse(CallSettings.DEFAULT);
        prepare(scope.clientContext, callSettings);
        ReplayableBody.prepare(request);
        Credential credential = profile.filter(present -> present.allows(call.target()))
                .map(present -> new Credential(present, present.tenantFor(governed.exchange())))
                .orElse(null);
        Gate gate = gates.gate(credential == null ? origin(call) : credential.toString(), callSettings);
        return new Sending(governed, request, scope, chain, call, credential, gate, callSettings.maxWait(), time)
                .untilSettled();
    }

    private static void prepare(HttpClientContext context, CallSettings settings) {
        context.setCookieStore(new NoCookies());
        context.setRequestConfig(settings.applyTo(context.getRequestConfigOrDefault()));
    }

    private static void refuseForeignInfluence(
            GovernedCall governed, Call call, ClassicHttpRequest request, OAuthProfile profile)
            throws CallNotSentException {
        if (request.containsHeader(HttpHeaders.AUTHORIZATION)) {
            throw new CallNotSentException(
                    call + " was not sent: the message has a header Authorization of its own beside the profile "
                            + profile + ". Remove the header, or put oauth.none before this call",
                    true,
                    null);
        }
        String steering = InboundHeaders.first(governed.exchange());
        if (steering != null) {
            throw new CallNotSentException(
                    call + " was not sent: the header " + steering
                            + " came with the message, and would steer a call that " + profile
                            + " authorizes. Remove the header, or set it in the route",
                    true,
                    null);
        }
    }

    private static String origin(Call call) {
        return call.target().getScheme() + "://" + call.target().getAuthority();
    }
}
