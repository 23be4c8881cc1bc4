package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A property of a directory user that may be written.
 *
 * @param maxLength of a text, in characters
 */
record UserProperty(String name, Kind kind, int maxLength) {

    enum Kind {
        TEXT("Edm.String"),
        FLAG("Edm.Boolean"),
        TIME("Edm.DateTimeOffset"),
        TEXTS("Collection(Edm.String)"),
        OBJECTS("Collection(microsoft.graph.objectIdentity)"),
        OBJECT("Edm.ComplexType");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        boolean fits(JsonNode value) {
            return switch (this) {
                case TEXT, TIME -> value.isTextual();
                case FLAG -> value.isBoolean();
                case TEXTS -> value.isArray() && all(value, JsonNode::isTextual);
                case OBJECTS -> value.isArray() && all(value, JsonNode::isObject);
                case OBJECT -> value.isObject();
            };
        }

        private static boolean all(JsonNode values, Predicate<JsonNode> test) {
            for (JsonNode value : values) {
                if (!test.test(value)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Map<String, UserProperty> ALL = Stream.of(
                    text("displayName", 256),
                    text("userPrincipalName", 113),
                    text("mailNickname", 64),
                    text("givenName", 64),
                    text("surname", 64),
                    text("jobTitle", 128),
                    text("department", 64),
                    text("companyName", 64),
                    text("employeeId", 16),
                    text("employeeType", 256),
                    text("usageLocation", 2),
                    text("streetAddress", 1024),
                    text("city", 128),
                    text("state", 128),
                    text("country", 128),
                    text("postalCode", 40),
                    text("officeLocation", 128),
                    text("mobilePhone", 64),
                    text("faxNumber", 64),
                    text("mail", 256),
                    text("preferredLanguage", 64),
                    text("preferredDataLocation", 8),
                    text("userType", 64),
                    text("ageGroup", 64),
                    text("consentProvidedForMinor", 64),
                    text("passwordPolicies", 256),
                    text("onPremisesImmutableId", 256),
                    of("accountEnabled", Kind.FLAG),
                    of("showInAddressList", Kind.FLAG),
                    of("employeeHireDate", Kind.TIME),
                    of("employeeLeaveDateTime", Kind.TIME),
                    of("businessPhones", Kind.TEXTS),
                    of("otherMails", Kind.TEXTS),
                    of("identities", Kind.OBJECTS),
                    of("passwordProfile", Kind.OBJECT),
                    of("employeeOrgData", Kind.OBJECT),
                    of("onPremisesExtensionAttributes", Kind.OBJECT))
            .collect(Collectors.toUnmodifiableMap(UserProperty::name, property -> property));

    /** Null if Graph's users have no such property, or not one to write. */
    static @Nullable UserProperty named(String name) {
        return ALL.get(name);
    }

    void require(JsonNode value, boolean emptyTextRefused) {
        if (!kind.fits(value)) {
            throw GraphError.badRequest(
                    "Cannot convert the literal '" + value.asText() + "' to the expected type '" + kind.type + "'.");
        }
        if (kind == Kind.TEXT) {
            requireLength(value.textValue(), emptyTextRefused);
        } else if (kind == Kind.TEXTS && emptyTextRefused) {
            value.forEach(text -> requireLength(text.textValue(), true));
        }
    }

    private void requireLength(String text, boolean emptyTextRefused) {
        if (text.length() > maxLength || (emptyTextRefused && text.isEmpty())) {
            throw GraphError.invalidValue(name);
        }
    }

    private static UserProperty text(String name, int maxLength) {
        return new UserProperty(name, Kind.TEXT, maxLength);
    }

    private static UserProperty of(String name, Kind kind) {
        return new UserProperty(name, kind, 256);
    }
}
