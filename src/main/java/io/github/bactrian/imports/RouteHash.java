package io.github.bactrian.imports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.support.PluginHelper;

/** Tells whether the routes that a job's rows run through are still the same. */
final class RouteHash {
    private static final Pattern CALLED = Pattern.compile("(?:direct|seda):(?://)?([^\\s\"'?}]+)");
    private static final Pattern KAMELET = Pattern.compile("(?:kamelet:(?://)?|<kamelet [^>]*name=\")([^\\s\"'?/}]+)");

    private RouteHash() {}

    /**
     * SHA-256 over a route, the routes it calls through direct and seda, placeholders resolved, and the Kamelets that it
     * uses; lower-case hex.
     */
    static String of(CamelContext context, String routeId) throws Exception {
        Map<String, String> routes = new TreeMap<>();
        collect(context, routeId, routes);
        MessageDigest digest = sha256();
        routes.forEach((id, text) -> digest.update((id + "\n" + text + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void collect(CamelContext context, String routeId, Map<String, String> routes) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteDefinition route = model.getRouteDefinition(routeId);
        if (route == null || routes.containsKey(routeId)) {
            return;
        }
        String text = text(context, route, true);
        routes.put(routeId, text);
        called(context, text, routes);
    }

    private static void template(CamelContext context, String name, Map<String, String> routes) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(name);
        if (template == null || routes.containsKey("kamelet:" + name)) {
            return;
        }
        String text = text(context, template, false);
        routes.put("kamelet:" + name, text);
        called(context, text, routes);
    }

    private static void called(CamelContext context, String text, Map<String, String> routes) throws Exception {
        Matcher kamelet = KAMELET.matcher(text);
        while (kamelet.find()) {
            template(context, kamelet.group(1), routes);
        }
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        Matcher called = CALLED.matcher(text);
        while (called.find()) {
            for (RouteDefinition other : model.getRouteDefinitions()) {
                String uri =
                        context.resolvePropertyPlaceholders(other.getInput().getEndpointUri());
                if (uri.matches("(direct|seda):(//)?" + Pattern.quote(called.group(1)) + "(\\?.*)?")) {
                    collect(context, other.getRouteId(), routes);
                }
            }
        }
    }

    /** As XML, without ids that Camel made up and lines of the source. */
    private static String text(CamelContext context, NamedNode node, boolean resolved) throws Exception {
        ModelToXMLDumper dumper = PluginHelper.getModelToXMLDumper(context);
        try {
            return dumper.dumpModelAsXml(context, node, resolved, false, false);
        } catch (NoSuchMethodError e) {
            // Camel 4.14 tells no lines of the source
            return (String) ModelToXMLDumper.class
                    .getMethod("dumpModelAsXml", CamelContext.class, NamedNode.class, boolean.class, boolean.class)
                    .invoke(dumper, context, node, resolved, false);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
