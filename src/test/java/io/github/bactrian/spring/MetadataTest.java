package io.github.bactrian.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the IDE knows of {@code oauth.*}, against what is read. It cannot leave a name open, so its profile is {@code graph}. */
class MetadataTest {

    private static final String PROFILE = "oauth.graph.";

    private static JsonNode metadata() throws IOException {
        try (InputStream file =
                MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static Map<String, JsonNode> keys() throws IOException {
        return StreamSupport.stream(metadata().get("properties").spliterator(), false)
                .filter(key -> key.get("name").textValue().startsWith(PROFILE))
                .collect(Collectors.toMap(key -> key.get("name").textValue().substring(PROFILE.length()), key -> key));
    }

    private static Map<String, String> types(Class<? extends Record> settings, String prefix) {
        Map<String, String> types = new TreeMap<>();
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + OAuthProfileProperties.written(component);
            if (component.getType().isRecord()) {
                types.putAll(types(OAuthProfileProperties.Call.class, name + "."));
            } else {
                types.put(name, component.getGenericType().getTypeName());
            }
        }
        return types;
    }

    @Test
    void everySettingIsCompletedWithItsType() throws IOException {
        Map<String, String> known = new TreeMap<>();
        keys().forEach((name, key) ->
                known.put(name, key.get("type").textValue().replace(", ", ",")));

        assertThat(known).isEqualTo(types(OAuthProfileProperties.class, ""));
    }

    @Test
    void everySettingIsDescribed() throws IOException {
        assertThat(keys().values())
                .allSatisfy(key -> assertThat(key.path("description").asText()).matches("[A-Z].{15,}\\."));
    }

    @Test
    void otherProfilesAreCompletedByTheirType() throws IOException {
        assertThat(metadata().get("properties"))
                .anySatisfy(key -> assertThat(key.get("type").textValue())
                        .isEqualTo("java.util.Map<java.lang.String," + OAuthProfileProperties.class.getName() + ">"));
    }

    @Test
    void valuesAreProposedForKeysThatExist() throws IOException {
        assertThat(metadata().get("hints"))
                .extracting(hint -> hint.get("name").textValue().substring(PROFILE.length()))
                .isSubsetOf(keys().keySet());
    }
}
