package io.github.bactrian.daemon;

import io.github.bactrian.imports.ImportComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The route files as they run; others take their place when what is in flight has ended. */
final class RunningRoutes {
    private static final String FILE = "file:";

    /** What other files' routes are made of, or what leaves routes of its own behind, as the Kamelets do. */
    private static final Pattern SHARED = Pattern.compile("^-\\s+(?!(?:route|from):)|kamelet", Pattern.MULTILINE);

    private final ModelCamelContext context;
    private final RouteModel model;
    private final ImportComponent imports;
    private Map<Path, String> running;

    /**
     * Ids of routes.
     *
     * @param replaced those that were there before, and run as they are in the files now
     */
    record Reloaded(Set<String> replaced, Set<String> added, Set<String> removed) {
        private static Reloaded of(Set<String> before, Set<String> touched, Set<String> after) {
            Set<String> replaced = new TreeSet<>(touched);
            replaced.retainAll(after);
            return new Reloaded(replaced, without(after, before), without(before, after));
        }

        private static Set<String> without(Set<String> some, Set<String> others) {
            Set<String> left = new TreeSet<>(some);
            left.removeAll(others);
            return left;
        }
    }

    /** @param running the text of each route file that the context has started with */
    RunningRoutes(ModelCamelContext context, ImportComponent imports, Map<Path, String> running) {
        this.context = context;
        this.model = new RouteModel(context);
        this.imports = imports;
        this.running = running;
    }

    /**
     * Replaces the routes of those files whose text is another one now.
     *
     * @param files all of them
     * @throws StartFault if one does not start; the routes that were there before run again then
     */
    Reloaded replace(Map<Path, String> files) {
        Set<Path> changed = changed(files);
        Set<String> before = ids();
        try {
            Set<String> touched = swap(changed, files);
            running = files;
            return Reloaded.of(before, touched, ids());
        } catch (Exception e) {
            putBack(changed, e);
            throw StartFault.other("The routes cannot start: " + Reasons.of(e));
        }
    }

    private void putBack(Set<Path> changed, Exception failure) {
        try {
            swap(changed, running);
        } catch (Exception e) {
            failure.addSuppressed(e);
            throw new StartFault(StartFault.OTHER, "The routes cannot start, nor can those before them", failure);
        }
    }

    private Set<Path> changed(Map<Path, String> files) {
        Set<Path> all = new TreeSet<>(files.keySet());
        all.addAll(running.keySet());
        Set<Path> changed = all.stream()
                .filter(file -> !Objects.equals(files.get(file), running.get(file)))
                .collect(Collectors.toCollection(TreeSet::new));
        boolean shared = changed.stream()
                .flatMap(file -> Stream.of(files.get(file), running.get(file)))
                .anyMatch(RunningRoutes::isShared);
        return shared ? all : changed;
    }

    private static boolean isShared(@Nullable String text) {
        return text != null && SHARED.matcher(text).find();
    }

    /** The ids of the routes that were stopped. */
    private Set<String> swap(Set<Path> changed, Map<Path, String> files) throws Exception {
        boolean all = changed.containsAll(running.keySet());
        List<RouteDefinition> old = context.getRouteDefinitions().stream()
                .filter(route -> all || changed.contains(fileOf(route)))
                // first what brings work, then what is called while that ends
                .sorted(Comparator.comparing(model::isCalled))
                .toList();
        Set<String> touched = ids(old);
        for (RouteDefinition route : old) {
            context.removeRouteDefinition(route);
            accept(route);
        }
        if (all) {
            forgetShared();
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources(changed, files));
        touched.addAll(restartImports());
        return touched;
    }

    /** What Camel's own reload removes beside the routes. */
    private void forgetShared() throws Exception {
        for (RouteConfigurationDefinition shared : new ArrayList<>(context.getRouteConfigurationDefinitions())) {
            context.removeRouteConfiguration(shared);
        }
        context.removeRouteTemplateDefinitions("*");
        context.getEndpointRegistry().clear();
    }

    private static List<Resource> resources(Set<Path> changed, Map<Path, String> files) {
        return changed.stream()
                .filter(files::containsKey)
                .map(file -> ResourceHelper.fromString(FILE + file, files.get(file)))
                .toList();
    }

    /** Those that call a route that was replaced. */
    private Collection<String> restartImports() throws Exception {
        List<String> changed = imports.changed();
        for (String id : changed) {
            context.getRouteController().stopRoute(id);
            accept(context.getRouteDefinition(id));
            context.getRouteController().startRoute(id);
        }
        return changed;
    }

    private void accept(RouteDefinition route) throws Exception {
        String importName = model.importName(route);
        if (importName != null) {
            imports.acceptChange(importName);
        }
    }

    private Set<String> ids() {
        return ids(context.getRouteDefinitions());
    }

    /** Of those that stand in files, not of the parts of Kamelets. */
    private static Set<String> ids(Collection<RouteDefinition> routes) {
        return routes.stream()
                .filter(route -> fileOf(route) != null)
                .map(RouteDefinition::getRouteId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static @Nullable Path fileOf(RouteDefinition route) {
        Resource resource = route.getResource();
        return resource != null && resource.getLocation().startsWith(FILE)
                ? Path.of(resource.getLocation().substring(FILE.length()))
                : null;
    }
}
