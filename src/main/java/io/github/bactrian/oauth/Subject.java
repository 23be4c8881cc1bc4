package io.github.bactrian.oauth;

import java.net.URI;

/**
 * What a failed token request is about, for messages.
 *
 * @param address the key that says where the issuer is
 */
record Subject(String profile, String address) {

    /** How the message begins. */
    String start(URI endpoint) {
        return "oauth." + profile + ": no token from " + endpoint + ": ";
    }

    /** A key of the profile, in full. */
    String key(String name) {
        return "oauth." + profile + "." + name;
    }
}
