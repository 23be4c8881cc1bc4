package io.github.bactrian.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.util.SensitiveUtils;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A route's file as strangers may read it: what stands under a key that Camel holds for a secret's is masked, and under
 * those of headers that give access; references are not.
 */
final class MaskedYaml {
    static final String MASK = "xxxxxx";
    private static final Set<String> NAMES = Set.of("name", "key");
    private static final Pattern OF_HTTP = Pattern.compile("(?:(?:vertx|netty)-http:)?https?:.*|\\{\\{.*");
    private static final Pattern SECRET_ENDING = Pattern.compile(
            ".*(?:pass(?:word|phrase)|secret|authorization|cookie|token|(?:api|subscription|functions)-?key)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{|\\$\\{|^#");

    private final List<ScalarNode> secrets = new ArrayList<>();

    private MaskedYaml() {}

    /** @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is no YAML */
    static String of(String yaml) {
        MaskedYaml masked = new MaskedYaml();
        new Compose(LoadSettings.builder().build())
                .composeAllFromString(yaml)
                .forEach(node -> masked.look(node, false));
        return MaskedText.of(masked.mask(yaml));
    }

    private void look(Node node, boolean secret) {
        if (node instanceof MappingNode mapping) {
            boolean names = mapping.getValue().stream().anyMatch(MaskedYaml::namesASecret);
            boolean http = mapping.getValue().stream().anyMatch(MaskedYaml::callsHttp);
            mapping.getValue().forEach(entry -> {
                look(entry.getValueNode(), secret || isSensitive(entry.getKeyNode()) || (names && !isName(entry)));
                if (http && isScalar(entry.getKeyNode(), "parameters"::equals)) {
                    lookAtQuery(entry.getValueNode());
                }
            });
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(one -> look(one, secret));
        } else if (secret && node instanceof ScalarNode scalar && !isReference(scalar.getValue())) {
            secrets.add(scalar);
        }
    }

    /** Parameters that camel-http knows none of become the query. */
    private void lookAtQuery(Node parameters) {
        if (parameters instanceof MappingNode mapping) {
            mapping.getValue().stream()
                    .filter(entry -> isScalar(entry.getKeyNode(), MaskedText::isSecretOfQuery))
                    .forEach(entry -> look(entry.getValueNode(), true));
        }
    }

    private static boolean callsHttp(NodeTuple entry) {
        return isScalar(entry.getKeyNode(), "uri"::equals)
                && isScalar(entry.getValueNode(), uri -> OF_HTTP.matcher(uri).matches());
    }

    private static boolean isScalar(Node node, Predicate<String> matching) {
        return node instanceof ScalarNode scalar && matching.test(scalar.getValue());
    }

    /** As in {@code name: password}, beside which the password stands. */
    private static boolean namesASecret(NodeTuple entry) {
        return isName(entry) && isSensitive(entry.getValueNode());
    }

    private static boolean isName(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key && NAMES.contains(key.getValue());
    }

    private static boolean isSensitive(Node node) {
        return isScalar(node, MaskedYaml::isSensitive);
    }

    static boolean isSensitive(String name) {
        return SensitiveUtils.containsSensitive(name)
                || SECRET_ENDING.matcher(name).matches();
    }

    static boolean isReference(String value) {
        return REFERENCE.matcher(value).find();
    }

    private String mask(String yaml) {
        StringBuilder text = new StringBuilder(yaml);
        // from the end, so that the places before it stay where they are
        secrets.stream()
                .distinct()
                .sorted(Comparator.comparing(MaskedYaml::start).reversed())
                .forEach(secret -> {
                    int start = yaml.offsetByCodePoints(0, start(secret));
                    String old = text.substring(start, yaml.offsetByCodePoints(0, end(secret)));
                    text.replace(start, start + old.stripTrailing().length(), MASK);
                });
        return text.toString();
    }

    private static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }

    private static int end(Node node) {
        return node.getEndMark().orElseThrow().getIndex();
    }
}
