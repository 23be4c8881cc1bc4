package io.github.bactrian.daemon;

import io.github.bactrian.imports.ImportComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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
    private static final int REST_WITHIN_S = 15;

    /** What other files' routes are made of, or what leaves routes of its own behind, as the Kamelets do. */
    private static final Pattern SHARED = Pattern.compile("^-\\s+(?!(?:route|from):)|kamelet", Pattern.MULTILINE);

    private final ModelCamelContext context;
    private final RouteModel model;
    private final ImportComponent imports;
    private Map<Path, String> running;

    /** @param running the text of each route file that the context has started with */
    RunningRoutes(ModelCamelContext context, ImportComponent imports, Map<Path, String> running) {
        this.context = context;
        this.model = new RouteModel(context);
        this.imports = imports;
        this.running = running;
    }

    /**
     * Replaces the routes of those files whose text is another one now, and of those that call them.
     *
     * @param files all of them
     * @throws StartFault if one does not come to rest or does not start; the routes that were there before run again then
     */
    Reloaded replace(Map<Path, String> files) {
        Set<Path> changed = changed(files);
        Set<String> before = ids(context.getRouteDefinitions());
        List<RouteDefinition> old = routes(changed);
        Set<String> touched = ids(old);
        drain(old);
        try {
            swap(changed, files);
        } catch (Exception e) {
            putBack(changed);
            throw StartFault.other("The routes cannot start: " + Reasons.of(e));
        }
        running = files;
        return Reloaded.of(before, touched, ids(context.getRouteDefinitions()));
    }

    private void putBack(Set<Path> changed) {
        try {
            swap(changed, running);
        } catch (Exception e) {
            throw new StartFault(StartFault.OTHER, "The routes cannot start as they were: " + Reasons.of(e), e);
        }
    }

    private Set<Path> changed(Map<Path, String> files) {
        Set<Path> all = new TreeSet<>(files.keySet());
        all.addAll(running.keySet());
        Set<Path> changed = new TreeSet<>(all);
        changed.removeIf(file -> Objects.equals(files.get(file), running.get(file)));
        if (changed.stream().anyMatch(file -> matches(SHARED, file, files))) {
            return all;
        }
        boolean more = true;
        while (more) {
            Pattern calls = calls(changed);
            more = changed.addAll(
                    all.stream().filter(file -> matches(calls, file, files)).toList());
        }
        return changed;
    }

    private boolean matches(Pattern pattern, Path file, Map<Path, String> files) {
        return Stream.of(running, files)
                .map(texts -> texts.getOrDefault(file, ""))
                .anyMatch(text -> pattern.matcher(text).find());
    }

    /** The places where routes of these files are called. */
    private Pattern calls(Set<Path> files) {
        String uris = routes(files).stream()
                .map(model::calledAs)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("|"));
        return Pattern.compile(uris.isEmpty() ? "(?!)" : "(?:" + uris + ")(?![\\w.-])");
    }

    /** First those that bring work, then those that are called while that ends. */
    private List<RouteDefinition> routes(Set<Path> files) {
        boolean all = files.containsAll(running.keySet());
        return context.getRouteDefinitions().stream()
                .filter(route -> all || files.contains(fileOf(route)))
                .sorted(Comparator.comparing(model::isCalled))
                .toList();
    }

    /** What is called from elsewhere is not torn from under its callers: they would lose what they have in hand. */
    private void drain(List<RouteDefinition> routes) {
        try {
            for (RouteDefinition route : routes) {
                if (!stop(route)) {
                    start(routes);
                    throw StartFault.other("Route " + route.getRouteId() + " has been at work for " + REST_WITHIN_S
                            + " s, called by a route that was not saved");
                }
            }
        } catch (StartFault e) {
            throw e;
        } catch (Exception e) {
            throw StartFault.other("The routes cannot stop: " + Reasons.of(e));
        }
    }

    private boolean stop(RouteDefinition route) throws Exception {
        return context.getRouteController()
                .stopRoute(route.getRouteId(), REST_WITHIN_S, TimeUnit.SECONDS, model.isCalled(route));
    }

    private void start(List<RouteDefinition> routes) throws Exception {
        for (RouteDefinition route : routes) {
            if (context.getRouteController().getRouteStatus(route.getRouteId()).isStopped()) {
                context.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    private void swap(Set<Path> changed, Map<Path, String> files) throws Exception {
        for (RouteDefinition route : routes(changed)) {
            context.removeRouteDefinition(route);
            String importName = model.importName(route);
            if (importName != null) {
                imports.acceptChange(importName);
            }
        }
        if (changed.containsAll(running.keySet())) {
            forgetShared();
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(resources(changed, files));
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

    /** Of those that stand in files, not of the parts of Kamelets. */
    private static Set<String> ids(Collection<RouteDefinition> routes) {
        return routes.stream()
                .filter(route -> fileOf(route) != null)
                .map(RouteDefinition::getRouteId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable Path fileOf(RouteDefinition route) {
        Resource resource = route.getResource();
        return resource != null && resource.getLocation().startsWith(FILE)
                ? Path.of(resource.getLocation().substring(FILE.length()))
                : null;
    }
}
