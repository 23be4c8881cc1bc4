package io.github.bactrian.http;

import io.github.bactrian.Echo;
import io.github.bactrian.oauth.InboundHeaders;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import io.github.bactrian.targets.Targets;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/** Puts the token on the message for the time of one call, redeliveries included, and takes it off again. */
final class InjectingProducer extends DefaultAsyncProducer {

    /** The component that decodes the path of a header before it sends it. */
    static final String DECODES_PATHS = "vertx-http";

    private static final String HEADER = "Authorization";

    /** {@code vertx-http:https://host/…}, and {@code netty-http:http:host:8080/…}, as its users write it. */
    private static final Pattern ORIGIN =
            Pattern.compile("(?:(?:vertx|netty)-http:(?://)?)?(https?):(?://)?([^/?]+).*");

    private final Endpoint endpoint;
    private final AsyncProducer real;

    /** @param endpoint the component's own, whose producer is {@code real} */
    InjectingProducer(Endpoint wrapper, Endpoint endpoint, AsyncProducer real) {
        super(wrapper);
        this.endpoint = endpoint;
        this.real = real;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Echo injected;
        try {
            if (getEndpoint().getEndpointUri().startsWith(DECODES_PATHS)) {
                Targets.refuseDecoding(exchange);
            }
            injected = inject(exchange);
        } catch (CallNotSentException | TokenException | RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return injected == null ? real.process(exchange, callback) : processAndRemove(exchange, injected, callback);
    }

    private boolean processAndRemove(Exchange exchange, Echo echo, AsyncCallback callback) {
        try {
            return real.process(exchange, doneSync -> {
                remove(exchange);
                withoutEcho(exchange, echo);
                callback.done(doneSync);
            });
        } catch (RuntimeException | Error e) {
            remove(exchange);
            throw e;
        }
    }

    private @Nullable Echo inject(Exchange exchange) throws CallNotSentException, TokenException {
        OAuth oauth = Objects.requireNonNull(OAuth.of(exchange.getContext()));
        OAuthProfile profile =
                oauth.profileOf(exchange).filter(OAuthProfile::injectsHeader).orElse(null);
        if (profile == null) {
            return null;
        }
        refuse(exchange, profile);
        if (!targets(exchange).allMatch(profile::allows)) {
            return null;
        }
        refuseProxyInTheClear(exchange, profile);
        Token token = profile.token(profile.tenantFor(exchange));
        Echo echo = EchoedToken.of(token);
        CallJournal journal = exchange.getProperty(CallJournal.PROPERTY, CallJournal.class);
        if (journal != null) {
            journal.tokenSent(echo);
        }
        exchange.getMessage().setHeader(HEADER, "Bearer " + token.value());
        return echo;
    }

    private void refuse(Exchange exchange, OAuthProfile profile) throws CallNotSentException {
        if (exchange.getMessage().getHeader(HEADER) != null) {
            throw refusal("the message has a header Authorization of its own beside " + profile
                    + ". Remove the header, or put oauth.none before this call");
        }
        String steering = InboundHeaders.first(exchange);
        if (steering != null) {
            throw refusal("the header " + steering + " came with the message, and would steer a call that " + profile
                    + " authorizes. Remove the header, or set it in the route");
        }
    }

    /** To a proxy, http on loopback is http in the clear to another machine. */
    private void refuseProxyInTheClear(Exchange exchange, OAuthProfile profile) throws CallNotSentException {
        if (targets(exchange).anyMatch(target -> "http".equals(target.getScheme())) && isProxied()) {
            throw refusal("its proxy would see the token of " + profile
                    + ", as the call is not https. Leave out proxyHost," + " or call an https address");
        }
    }

    private boolean isProxied() {
        BeanIntrospection beans = PluginHelper.getBeanIntrospection(endpoint.getCamelContext());
        Object options = option("webClientOptions");
        return option("proxyHost") != null
                || (options != null && beans.getOrElseProperty(options, "proxyOptions", null, false) != null);
    }

    /** The component's classes may be missing, so its options are asked for by name; null if it does not know it. */
    private @Nullable Object option(String name) {
        return endpoint.getComponent().getEndpointPropertyConfigurer() instanceof PropertyConfigurerGetter options
                ? options.getOptionValue(endpoint, name, true)
                : null;
    }

    private CallNotSentException refusal(String reason) {
        String uri = URISupport.sanitizeUri(getEndpoint().getEndpointUri());
        return new CallNotSentException(uri + " was not sent: " + reason, true, null);
    }

    /** All that may be called; which of them is, the component decides. */
    private Stream<URI> targets(Exchange exchange) {
        return Stream.of(
                        getEndpoint().getEndpointUri(),
                        exchange.getMessage().getHeader(Exchange.HTTP_URI, String.class),
                        exchange.getMessage().getHeader(Exchange.REST_HTTP_URI, String.class))
                .filter(Objects::nonNull)
                .map(InjectingProducer::origin);
    }

    private static URI origin(String uri) {
        Matcher form = ORIGIN.matcher(uri);
        // what is no HTTP address is no host of a profile's either
        try {
            return URI.create(form.matches() ? form.group(1) + "://" + form.group(2) : "none://none");
        } catch (IllegalArgumentException e) {
            return URI.create("none://none");
        }
    }

    private static void remove(Exchange exchange) {
        exchange.getIn().removeHeader(HEADER);
        exchange.getMessage().removeHeader(HEADER);
    }

    /** What the API repeats of the token goes no further. */
    private static void withoutEcho(Exchange exchange, Echo echo) {
        exchange.getMessage()
                .getHeaders()
                .entrySet()
                .removeIf(header -> isEcho(header.getKey(), header.getValue(), echo));
        if (exchange.getException() instanceof HttpOperationFailedException answer) {
            exchange.setException(withoutEcho(answer, echo));
        } else if (exchange.getException() != null) {
            exchange.setException(EchoedToken.without(exchange.getException(), echo::isIn, echo));
        }
    }

    private static HttpOperationFailedException withoutEcho(HttpOperationFailedException answer, Echo echo) {
        Map<String, String> headers = new HashMap<>(Objects.requireNonNullElse(answer.getResponseHeaders(), Map.of()));
        headers.entrySet().removeIf(header -> isEcho(header.getKey(), header.getValue(), echo));
        HttpOperationFailedException masked = new HttpOperationFailedException(
                masked(answer.getUri(), echo),
                answer.getHttpResponseCode(),
                masked(answer.getStatusText(), echo),
                masked(answer.getRedirectLocation(), echo),
                headers,
                masked(answer.getResponseBody(), echo));
        masked.setStackTrace(answer.getStackTrace());
        return masked;
    }

    private static boolean isEcho(String name, @Nullable Object value, Echo echo) {
        boolean text = value instanceof String || value instanceof Collection;
        return EchoedToken.isDropped(name) || (text && echo.isIn(name + ": " + value));
    }

    private static @Nullable String masked(@Nullable String text, Echo echo) {
        return text == null ? null : echo.apply(text);
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(real);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(real);
    }
}
