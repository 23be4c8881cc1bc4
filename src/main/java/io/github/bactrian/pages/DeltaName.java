package io.github.bactrian.pages;

import org.apache.camel.Exchange;

/**
 * Whose delta link it is.
 *
 * @param name as written in the route
 * @param profile with which the API is called; empty for none
 * @param tenant that the message selected; empty for the profile's own
 */
record DeltaName(String name, String profile, String tenant) {

    private static final String PROFILE = "oauthProfile";
    private static final String TENANT = "oauthTenant";

    static DeltaName of(String name, Exchange exchange) {
        return new DeltaName(
                name, exchange.getProperty(PROFILE, "", String.class), exchange.getProperty(TENANT, "", String.class));
    }

    @Override
    public String toString() {
        return "delta:" + name + (profile.isEmpty() ? "" : " of oauth." + profile)
                + (tenant.isEmpty() ? "" : " (tenant " + tenant + ")");
    }
}
