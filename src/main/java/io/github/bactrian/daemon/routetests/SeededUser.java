package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A user that the directory has before a test begins: what the test does not say of it is made up. */
final class SeededUser {
    private SeededUser() {}

    static ObjectNode numbered(int number) {
        return of(Texts.JSON
                .createObjectNode()
                .put("displayName", "User " + number)
                .put("userPrincipalName", "user" + number + "@caravan.example"));
    }

    static ObjectNode of(ObjectNode said) {
        String name = said.path("userPrincipalName").asText("user@caravan.example");
        ObjectNode user = Texts.JSON.createObjectNode().put("accountEnabled", true);
        user.put("userPrincipalName", name);
        user.put("displayName", name.replaceFirst("@.*", ""));
        user.put("mailNickname", name.replaceFirst("@.*", ""));
        user.putObject("passwordProfile").put("password", "Made-up-" + name.length());
        return user.setAll(said);
    }
}
