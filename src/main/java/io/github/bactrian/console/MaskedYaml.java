package io.github.bactrian.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.util.SensitiveUtils;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route's file as strangers may read it: what stands under a key that Camel holds for a secret's is masked, references are not. */
final class MaskedYaml {
    private static final String MASK = "xxxxxx";
    private static final Pattern IN_A_URI = Pattern.compile("([?&]([\\w.-]+)=)(RAW\\([^)]*\\)|[^&\\s\"']+)");
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{|\\$\\{|^#");

    private final List<ScalarNode> secrets = new ArrayList<>();

    private MaskedYaml() {}

    /** @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException if it is no YAML */
    static String of(String yaml) {
        MaskedYaml masked = new MaskedYaml();
        new Compose(LoadSettings.builder().build()).composeAllFromString(yaml).forEach(masked::look);
        return IN_A_URI.matcher(masked.mask(yaml)).replaceAll(found -> {
            boolean isSecret = SensitiveUtils.containsSensitive(found.group(2)) && !isReference(found.group(3));
            return (isSecret ? found.group(1) + MASK : found.group()).replace("\\", "\\\\").replace("$", "\\$");
        });
    }

    private void look(Node node) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::look);
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::look);
        }
    }

    private void look(NodeTuple entry) {
        if (entry.getKeyNode() instanceof ScalarNode key
                && entry.getValueNode() instanceof ScalarNode value
                && SensitiveUtils.containsSensitive(key.getValue())
                && !isReference(value.getValue())) {
            secrets.add(value);
        }
        look(entry.getValueNode());
    }

    private static boolean isReference(String value) {
        return REFERENCE.matcher(value).find();
    }

    private String mask(String yaml) {
        StringBuilder text = new StringBuilder(yaml);
        // from the end, so that the places before it stay where they are
        secrets.stream()
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
