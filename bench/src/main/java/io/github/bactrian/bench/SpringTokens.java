package io.github.bactrian.bench;

import java.util.List;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** Spring Security's manager for services without a user, with a registration for each tenant. */
final class SpringTokens implements TokenClient {
    private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;

    SpringTokens(Issuer issuer, List<String> tenants) {
        InMemoryClientRegistrationRepository registrations = new InMemoryClientRegistrationRepository(
                tenants.stream().map(tenant -> registration(issuer, tenant)).toList());
        manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
    }

    private static ClientRegistration registration(Issuer issuer, String tenant) {
        return ClientRegistration.withRegistrationId(tenant)
                .clientId(Issuer.CLIENT)
                .clientSecret(Issuer.SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope(Issuer.SCOPE)
                .tokenUri(issuer.tokenEndpoint(tenant).toString())
                .build();
    }

    @Override
    public Object token(String tenant) {
        OAuth2AuthorizeRequest asked = OAuth2AuthorizeRequest.withClientRegistrationId(tenant)
                .principal("daemon")
                .build();
        return manager.authorize(asked).getAccessToken();
    }
}
