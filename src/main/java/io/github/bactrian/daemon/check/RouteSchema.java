package io.github.bactrian.daemon.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/** The JSON schema of Camel's YAML routes. */
final class RouteSchema {
    private static final String REF = "#/items/definitions/";
    private final JsonNode schema;

    private RouteSchema(JsonNode schema) {
        this.schema = schema;
    }

    static RouteSchema load() {
        try (InputStream in = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new RouteSchema(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a route file as a whole may be. */
    Shape file() {
        return shape(List.of(schema));
    }

    /** The alternatives in {@code schemas}, laid over each other. */
    Shape shape(List<JsonNode> schemas) {
        Shape shape = new Shape();
        schemas.forEach(each -> lay(each, shape, true));
        return shape;
    }

    /** A branch's required keys only say which branch it is, so they count at the top alone. */
    private void lay(JsonNode part, Shape shape, boolean top) {
        if (part.has("$ref")) {
            String name = part.path("$ref").textValue().substring(REF.length());
            shape.definitions.add(name.substring(name.lastIndexOf('.') + 1));
            lay(schema.path("items").path("definitions").path(name), shape, top);
        }
        if (part.has("type")) {
            shape.types.add(part.path("type").textValue());
        }
        part.path("properties").properties().forEach(field -> shape.property(field.getKey(), field.getValue()));
        part.path("enum").forEach(value -> shape.values.add(value.asText()));
        if (part.has("items")) {
            shape.items.add(part.path("items"));
        }
        if (top) {
            part.path("required").forEach(key -> shape.required.add(key.textValue()));
        }
        part.path("oneOf").forEach(branch -> lay(branch, shape, false));
        part.path("anyOf").forEach(branch -> lay(branch, shape, false));
    }
}
