package io.github.bactrian.oauth;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The bean {@code oauth.<profile>}: the HTTP calls that follow on the exchange are made with this profile. */
final class OAuthProcessor implements Processor {

    private final OAuthProfile profile;

    OAuthProcessor(OAuthProfile profile) {
        this.profile = profile;
    }

    @Override
    public void process(Exchange exchange) throws TokenException {
        InboundHeaders.remove(exchange);
        profile.token(profile.tenantFor(exchange));
        exchange.setProperty(OAuth.PROFILE_PROPERTY, profile.name());
    }

    @Override
    public String toString() {
        return profile.toString();
    }
}
