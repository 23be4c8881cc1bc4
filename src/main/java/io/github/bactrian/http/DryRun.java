package io.github.bactrian.http;

import io.github.bactrian.http.PlannedCall.Terms;
import io.github.bactrian.oauth.OAuthProfile;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a connection would be asked for, lets no call pass, governed or not, and answers in the network's place: with
 * success, and with nothing in it.
 */
final class DryRun implements ExecChainHandler {
    private static final String TERMS = Terms.class.getName();

    static void install(HttpClientBuilder client) {
        client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "bactrian-dry-run", new DryRun());
    }

    /** Goes on without a token, and without waiting at a gate. */
    static ClassicHttpResponse proceed(
            Hop hop, Optional<OAuthProfile> profile, @Nullable Credential credential, CallSettings settings)
            throws IOException, HttpException {
        String refusal = credential != null || profile.isEmpty()
                ? null
                : profile.get() + ".hosts does not contain " + hop.origin();
        hop.scope().clientContext.setAttribute(TERMS, new Terms(credential, settings, refusal));
        return hop.chain().proceed(hop.request(), hop.scope());
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) {
        GovernedCall governed = GovernedCall.of(scope.clientContext);
        Optional<CallJournal> journal = governed == null ? Optional.empty() : governed.journal();
        if (journal.orElse(null) instanceof CallPlan plan) {
            Object terms = scope.clientContext.getAttribute(TERMS);
            plan.planned(new PlannedCall(
                    request, scope.route.getTargetHost(), terms instanceof Terms known ? known : Terms.NONE));
        }
        return answer(request.getMethod().toUpperCase(Locale.ROOT));
    }

    private static ClassicHttpResponse answer(String method) {
        return switch (method) {
            case "DELETE" -> new BasicClassicHttpResponse(HttpStatus.SC_NO_CONTENT);
            case "HEAD" -> new BasicClassicHttpResponse(HttpStatus.SC_OK);
            default -> {
                boolean creates = method.equals("POST");
                ClassicHttpResponse answer =
                        new BasicClassicHttpResponse(creates ? HttpStatus.SC_CREATED : HttpStatus.SC_OK);
                answer.setEntity(new StringEntity("{}", ContentType.APPLICATION_JSON));
                yield answer;
            }
        };
    }
}
