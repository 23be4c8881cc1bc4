package io.github.bactrian.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The conventions of Camel's Kamelet catalogue, which Kaoto and other tools rely on. */
class ConventionsTest {
    private static final Path KAMELETS = Path.of("src/main/resources/kamelets");
    private static final String PREFIX = "camel.apache.org/";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{[?]?([A-Za-z0-9-._]+)(?::[^}]*)?}}");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|credential).*");
    private static final Set<String> SMALL =
            Set.of("a", "an", "and", "are", "as", "in", "no", "not", "of", "or", "that", "the");

    static Stream<Kamelet> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            return files.sorted().map(Kamelet::read).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void theFileIsNamedAsTheKameletAndTheKameletEndsInItsType(Kamelet kamelet) {
        String type = (String) kamelet.at("metadata", "labels").get(PREFIX + "kamelet.type");

        assertThat(type).isIn("source", "sink", "action");
        assertThat(kamelet.name()).isEqualTo(kamelet.at("metadata").get("name")).endsWith("-" + type);
        assertThat((String) kamelet.definition().get("title"))
                .endsWith(" " + type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void annotationsSayWhoseItIsAndOfWhichVersion(Kamelet kamelet) throws IOException {
        Map<?, ?> annotations = kamelet.at("metadata", "annotations");
        Matcher version = Pattern.compile("<artifactId>bactrian</artifactId>\\s*<version>(.*?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(annotations.get(PREFIX + "catalog.version")).isEqualTo(version.group(1));
        assertThat(annotations.get(PREFIX + "provider")).isEqualTo("Bactrian");
        assertThat((String) annotations.get(PREFIX + "kamelet.icon")).startsWith("data:image/svg+xml;base64,");
        for (String key : List.of("kamelet.support.level", "kamelet.group", "kamelet.namespace")) {
            assertThat(annotations.get(PREFIX + key)).as(key).isNotNull();
        }
        assertThat(kamelet.dependencies())
                .contains("camel:kamelet", "mvn:io.github.bactrian:bactrian:" + version.group(1));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void whatTheTemplateNeedsIsAmongTheDependencies(Kamelet kamelet) {
        String template = kamelet.at("spec", "template").toString();
        Map<String, String> needs =
                Map.of("httpMethod=", "camel:http", "language=pages", "camel:http", "jq=", "camel:jq");

        needs.forEach((word, dependency) -> {
            if (template.contains(word)) {
                assertThat(kamelet.dependencies()).as(word).contains(dependency);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyParameterHasTitleDescriptionTypeAndADefaultOrAnExample(Kamelet kamelet) {
        assertThat(kamelet.definition()).containsEntry("type", "object");
        assertThat((String) kamelet.definition().get("description")).isNotBlank();
        kamelet.parameters().forEach((name, parameter) -> {
            assertThat((String) parameter.get("title"))
                    .as(name)
                    .isNotBlank()
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ")
                    .doesNotStartWith("An ");
            assertThat(((String) parameter.get("title")).split(" "))
                    .as(name)
                    .allMatch(word -> SMALL.contains(word) || Character.isUpperCase(word.charAt(0)));
            assertThat((String) parameter.get("description")).as(name).isNotBlank();
            assertThat(parameter.get("type")).as(name).isIn("string", "boolean", "integer", "number");
            assertThat(parameter.containsKey("default") || parameter.containsKey("example"))
                    .as(name)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void requiredParametersAreDeclaredOnceAndHaveNoDefault(Kamelet kamelet) {
        List<?> required = (List<?>) kamelet.definition().get("required");

        assertThat(required).doesNotHaveDuplicates();
        assertThat(kamelet.parameters().keySet())
                .containsAll(required.stream().map(String::valueOf).toList());
        kamelet.parameters().forEach((name, parameter) -> assertThat(parameter.containsKey("default"))
                .as("%s is required or has a default", name)
                .isNotEqualTo(required.contains(name)));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void parametersThatAreDeclaredAreUsedAndThoseThatAreUsedDeclared(Kamelet kamelet) {
        Set<String> declared = new TreeSet<>(kamelet.parameters().keySet());
        kamelet.beans().forEach(bean -> declared.add((String) bean.get("name")));
        Set<String> used = new TreeSet<>();
        collect(kamelet.at("spec", "template"), used);

        assertThat(used).isEqualTo(declared);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void secretsAreMarkedAsPasswords(Kamelet kamelet) {
        kamelet.parameters().forEach((name, parameter) -> {
            boolean marked = "password".equals(parameter.get("format"));
            assertThat(marked).as(name).isEqualTo(SECRET.matcher(name).matches());
            assertThat(String.valueOf(parameter.get("x-descriptors")).contains("urn:camel:group:credentials"))
                    .as(name)
                    .isEqualTo(marked);
        });
    }

    @Test
    void titlesAndDescriptionsAreNotUsedTwice() throws IOException {
        Set<Object> titles = new HashSet<>();
        Set<Object> descriptions = new HashSet<>();

        assertThat(kamelets()).hasSizeGreaterThan(2).allSatisfy(kamelet -> {
            assertThat(titles.add(kamelet.definition().get("title"))).isTrue();
            assertThat(descriptions.add(kamelet.definition().get("description")))
                    .isTrue();
        });
    }

    private static void collect(Object node, Set<String> used) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, used));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(item, used));
        } else if (node instanceof String text) {
            PARAMETER.matcher(text).results().forEach(found -> used.add(found.group(1)));
        }
    }

    record Kamelet(String name, Map<?, ?> content) {
        static Kamelet read(Path file) {
            try {
                Object content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
                return new Kamelet(
                        file.getFileName().toString().replaceFirst("[.]kamelet[.]yaml$", ""), (Map<?, ?>) content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> at(String... path) {
            Object here = content;
            for (String key : path) {
                here = ((Map<?, ?>) here).get(key);
            }
            return (Map<String, Object>) here;
        }

        Map<String, Object> definition() {
            return at("spec", "definition");
        }

        @SuppressWarnings("unchecked")
        Map<String, Map<String, Object>> parameters() {
            return (Map<String, Map<String, Object>>) definition().get("properties");
        }

        List<String> dependencies() {
            return new ArrayList<>(((List<?>) at("spec").get("dependencies"))
                    .stream().map(String::valueOf).toList());
        }

        List<Map<?, ?>> beans() {
            List<Map<?, ?>> beans = new ArrayList<>();
            if (at("spec", "template").get("beans") instanceof List<?> list) {
                list.forEach(bean -> beans.add((Map<?, ?>) bean));
            }
            return beans;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
