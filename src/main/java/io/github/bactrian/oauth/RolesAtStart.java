package io.github.bactrian.oauth;

import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a context from starting whose profiles have {@code required-roles} that nobody consented to. An issuer that cannot
 * be asked now keeps nothing from starting: the roles are looked at with each token anyway.
 */
final class RolesAtStart extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(RolesAtStart.class);

    private final OAuth oauth;

    RolesAtStart(OAuth oauth) {
        this.oauth = oauth;
    }

    @Override
    public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        for (OAuthProfile profile : oauth.profiles()) {
            if (profile.requiresRoles()) {
                require(profile, context);
            }
        }
    }

    private static void require(OAuthProfile profile, CamelContext context) throws VetoCamelContextStartException {
        try {
            profile.token(profile.tenants().iterator().next());
        } catch (TokenException e) {
            if (e.needsAction()) {
                throw new VetoCamelContextStartException(e.getMessage(), e, context, true);
            }
            LOG.warn("The roles of {} cannot be looked at now: {}", profile, e.getMessage());
        }
    }
}
