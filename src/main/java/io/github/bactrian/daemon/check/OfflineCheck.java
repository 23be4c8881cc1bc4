package io.github.bactrian.daemon.check;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads all route files and looks for what is wrong in them; starts and calls nothing. */
public final class OfflineCheck {
    private static final Logger LOG = LoggerFactory.getLogger(OfflineCheck.class);
    private static final Set<String> TOP =
            Set.of("route", "from", "routeTemplate", "templatedRoute", "routeConfiguration", "rest", "onException");

    private final Path directory;
    private final Known known;
    private final Placeholders placeholders;
    private final Findings findings = new Findings();
    private final List<Element> elements = new ArrayList<>();
    private final Map<String, Node> files = new LinkedHashMap<>();
    private final Map<Path, String> texts = new TreeMap<>();

    private OfflineCheck(Path directory, Known known) {
        this.directory = directory;
        this.known = known;
        this.placeholders = new Placeholders(known.properties());
    }

    /**
     * Checks the route files of one working directory.
     *
     * @param directory the working directory
     * @param patterns Camel's {@code camel.main.routes-include-pattern}
     */
    public static Report run(Path directory, String patterns, Known known) {
        OfflineCheck check = new OfflineCheck(directory, known);
        List<Path> found = RouteFiles.matching(directory, patterns);
        if (found.isEmpty()) {
            check.findings.add(
                    patterns,
                    "no route file matches in " + directory.toAbsolutePath()
                            + "; start where application.properties and routes/ are");
        }
        found.forEach(check::read);
        RouteFiles.unread(directory, patterns).forEach(file -> check.unread(file, patterns));
        check.judge();
        return check.report();
    }

    private void read(Path file) {
        String name = file.toString().replace('\\', '/');
        try {
            String text = Files.readString(directory.resolve(file));
            findings.text(name, text);
            texts.put(file, text);
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
            root.ifPresentOrElse(node -> files.put(name, node), () -> findings.add(name, "the file is empty"));
        } catch (MarkedYamlEngineException e) {
            String what = "not YAML: " + e.getProblem();
            e.getProblemMark().ifPresentOrElse(mark -> findings.add(name, mark, what), () -> findings.add(name, what));
        } catch (YamlEngineException e) {
            findings.add(name, "not YAML: " + e.getMessage());
        } catch (CharacterCodingException e) {
            findings.add(name, "not UTF-8");
        } catch (IOException e) {
            findings.add(name, "cannot be read: " + e.getMessage());
        }
    }

    /** A file that looks like one of routes is hardly meant to be ignored. */
    private void unread(Path file, String patterns) {
        String name = file.toString().replace('\\', '/');
        try {
            String text = Files.readString(directory.resolve(file));
            findings.text(name, text);
            new Compose(LoadSettings.builder().setLabel(name).build())
                    .composeString(text)
                    .filter(root -> root instanceof SequenceNode list
                            && list.getValue().stream().anyMatch(OfflineCheck::isRoute))
                    .ifPresent(root -> findings.warn(
                            "unread", name, root, "no one reads these routes: only files of " + patterns + " are"));
        } catch (IOException | YamlEngineException e) {
            LOG.debug("{} is no file of routes", file, e);
        }
    }

    private static boolean isRoute(Node item) {
        return TOP.stream().anyMatch(key -> Element.get(item, key).isPresent());
    }

    private void judge() {
        RouteSchema schema = RouteSchema.load();
        files.forEach((name, root) -> new SchemaWalk(schema, name, findings, elements::add).file(root));
        files.forEach((name, root) -> placeholders(name, root, templateParameters(name), new HashSet<>()));
        BeanRule beans = new BeanRule(known, texts("BeanFactoryDefinition", "name"), findings);
        Kamelets kamelets = Kamelets.read(directory, known.properties(), elements);
        CamelContext context = new DefaultCamelContext();
        known.properties()
                .forEach((key, value) -> context.getPropertiesComponent().addInitialProperty(key, value));
        Templates templates = new Templates(context);
        ForecastReport report = new ForecastReport(writtenTexts(kamelets), placeholders, findings);
        List<Rule> rules = List.of(
                beans,
                new KameletRule(kamelets, placeholders, findings),
                new ImportKeyRule(placeholders, findings),
                new EndpointRule(placeholders, beans, findings),
                new DirectRule(elements, placeholders, findings),
                new LanguageRule(context, findings),
                new SimpleRule(context, templates, placeholders, findings),
                new TemplateRule(templates, kamelets, placeholders, report),
                new UnescapedRule(templates, placeholders, findings),
                new PagesRule(context, placeholders, report, findings),
                new RouteIdRule(placeholders, findings));
        elements.forEach(element -> rules.forEach(rule -> rule.check(element)));
        ways(kamelets);
    }

    private void ways(Kamelets kamelets) {
        if (elements.stream().anyMatch(element -> element.definition().startsWith("Intercept"))) {
            // An interceptor may choose a profile anywhere, so that nothing is certain.
            return;
        }
        List<RouteText> routes = elements.stream()
                .filter(Element::isSource)
                .map(source -> RouteText.of(source, placeholders))
                .toList();
        DetachedRule detached = new DetachedRule(routes, placeholders, findings);
        List<WayRule> rules = List.of(
                new ProfileHostRule(known.destinations(), findings),
                new OutsideHeadersRule(findings),
                new LoggedBodyRule(findings),
                detached);
        new Ways(routes, kamelets, placeholders, rules).follow();
        new CompletionRule(elements, placeholders, detached).check();
    }

    private Set<String> templateParameters(String file) {
        Set<String> names = new HashSet<>();
        elements.stream()
                .filter(element -> element.file().equals(file))
                .filter(element -> element.definition().equals("RouteTemplateParameterDefinition"))
                .forEach(element -> element.get("name").map(Element::text).ifPresent(names::add));
        return names;
    }

    private Set<String> texts(String definition, String key) {
        Set<String> texts = new HashSet<>();
        elements.stream()
                .filter(element -> element.definition().equals(definition))
                .forEach(element -> element.get(key).map(Element::text).ifPresent(texts::add));
        return texts;
    }

    /** All texts of all files that are the same for each message. */
    private Set<String> writtenTexts(Kamelets kamelets) {
        Set<String> all = new HashSet<>();
        Set<Node> seen = new HashSet<>();
        files.values().forEach(root -> texts(root, seen, all));
        kamelets.names().stream()
                .flatMap(name -> kamelets.find(name).stream())
                .flatMap(kamelet -> kamelet.steps().stream())
                .forEach(step -> texts(step.value(), seen, all));
        return all;
    }

    private void texts(Node node, Set<Node> seen, Set<String> all) {
        if (node instanceof ScalarNode text) {
            Optional.of(placeholders.resolveFully(text.getValue()))
                    .filter(value -> !value.contains("${"))
                    .ifPresent(all::add);
        } else if (node instanceof SequenceNode list && seen.add(node)) {
            list.getValue().forEach(item -> texts(item, seen, all));
        } else if (node instanceof MappingNode mapping && seen.add(node)) {
            mapping.getValue().forEach(tuple -> texts(tuple.getValueNode(), seen, all));
        }
    }

    private void placeholders(String file, Node node, Set<String> parameters, Set<Node> seen) {
        if (node instanceof ScalarNode text) {
            placeholders.check(text.getValue(), parameters, what -> findings.add(file, node, what));
        } else if (node instanceof SequenceNode list && seen.add(node)) {
            list.getValue().forEach(item -> placeholders(file, item, parameters, seen));
        } else if (node instanceof MappingNode mapping && seen.add(node)) {
            mapping.getValue().forEach(tuple -> placeholders(file, tuple.getValueNode(), parameters, seen));
        }
    }

    private Report report() {
        List<Element> sources = elements.stream().filter(Element::isSource).toList();
        Map<Boolean, List<Finding>> found =
                findings.all().stream().collect(Collectors.partitioningBy(Finding::isWarning));
        return new Report(
                sources.size(),
                texts,
                found.getOrDefault(false, List.of()),
                found.getOrDefault(true, List.of()),
                findings.notes(),
                new UnusedProperties(known.properties(), String.join("", texts.values())).keys(),
                imports(sources));
    }

    private List<ImportRoute> imports(List<Element> sources) {
        return sources.stream()
                .map(source -> Endpoint.of(source, placeholders))
                .filter(endpoint -> endpoint.scheme().equals("import"))
                .map(endpoint -> new ImportRoute(endpoint.path(), endpoint.parameters()))
                .toList();
    }
}
