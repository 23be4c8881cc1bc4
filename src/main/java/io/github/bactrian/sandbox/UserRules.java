package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Graph accepts as a user: refuses the rest with Graph's words. */
final class UserRules {

    private static final List<String> REQUIRED =
            List.of("accountEnabled", "displayName", "userPrincipalName", "mailNickname");
    private static final Set<String> READ_ONLY = Set.of("id", "createdDateTime", "deletedDateTime", "creationType");
    private static final Map<String, Pattern> SYNTAX = Map.of(
            "mailNickname", Pattern.compile("[\\x21-\\x7e&&[^@()\\\\\\[\\]\";:<>,]]+"),
            "usageLocation", Pattern.compile("[A-Za-z]{2}"));
    private static final Pattern PRINCIPAL_NAME =
            Pattern.compile("(?!.*\\.@)[A-Za-z0-9'._!#^~-]{1,64}@(?=.{1,48}$)[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final List<Pattern> CHARACTER_KINDS = List.of(
            Pattern.compile("[a-z]"),
            Pattern.compile("[A-Z]"),
            Pattern.compile("[0-9]"),
            Pattern.compile("[^a-zA-Z0-9]"));

    private final boolean emptyTextRefused;

    UserRules(boolean emptyTextRefused) {
        this.emptyTextRefused = emptyTextRefused;
    }

    void requireCreatable(ObjectNode user) {
        requireKnown(user);
        for (String name : REQUIRED) {
            if (isAbsent(user.path(name))) {
                throw GraphError.missingValue(name);
            }
        }
        if (isAbsent(user.path("passwordProfile").path("password"))) {
            throw GraphError.badRequest("A password must be specified to create a new user.");
        }
        requireWellFormed(user);
    }

    void requireChangeable(ObjectNode changes) {
        requireKnown(changes);
        for (String name : REQUIRED) {
            if (changes.has(name) && isAbsent(changes.path(name))) {
                throw GraphError.invalidValue(name);
            }
        }
        requireWellFormed(changes);
    }

    private void requireKnown(ObjectNode user) {
        user.properties().forEach(field -> {
            if (!isAnnotation(field.getKey())) {
                known(field.getKey());
            }
        });
    }

    private static UserProperty known(String name) {
        if (READ_ONLY.contains(name)) {
            throw GraphError.badRequest("Property '" + name + "' is read-only and cannot be set.");
        }
        UserProperty property = UserProperty.named(name);
        if (property == null) {
            throw GraphError.badRequest("Invalid property '" + name + "'.");
        }
        return property;
    }

    private void requireWellFormed(ObjectNode user) {
        user.properties().forEach(field -> {
            if (!isAnnotation(field.getKey()) && !field.getValue().isNull()) {
                known(field.getKey()).require(field.getValue(), emptyTextRefused);
            }
        });
        SYNTAX.forEach((name, pattern) -> requireSyntax(user.path(name), name, pattern));
        JsonNode name = user.path("userPrincipalName");
        if (!isAbsent(name) && !PRINCIPAL_NAME.matcher(name.asText()).matches()) {
            throw GraphError.about("userPrincipalName", "InvalidValue", "Property userPrincipalName is invalid.");
        }
        requireStrength(user.path("passwordProfile").path("password"));
    }

    private static void requireSyntax(JsonNode value, String name, Pattern pattern) {
        if (!isAbsent(value) && !pattern.matcher(value.asText()).matches()) {
            throw GraphError.invalidValue(name);
        }
    }

    private static void requireStrength(JsonNode password) {
        if (isAbsent(password)) {
            return;
        }
        String text = password.asText();
        long kinds = CHARACTER_KINDS.stream()
                .filter(kind -> kind.matcher(text).find())
                .count();
        if (!password.isTextual() || text.length() < 8 || text.length() > 256 || kinds < 3) {
            throw GraphError.about(
                    "passwordProfile",
                    "InvalidPassword",
                    "The specified password does not comply with password complexity requirements. Please provide a"
                            + " different password.");
        }
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty());
    }

    private static boolean isAnnotation(String name) {
        return name.startsWith("@") || name.startsWith("extension_");
    }
}
