package io.github.bactrian.imports;

import java.io.BufferedReader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a step is written, in words: its id, file and line. */
final class StepPlace {
    private static final Logger LOG = LoggerFactory.getLogger(StepPlace.class);

    private StepPlace() {}

    static String of(CamelContext context, NamedNode step) {
        String location = step.getLocation() == null ? "" : step.getLocation();
        String file = location.replaceFirst("^.*[/\\\\:]", "");
        String line = step.getLineNumber() > 0 ? ":" + line(context, step, location) : "";
        return "step " + step.getId() + (file.isEmpty() ? "" : " (" + file + line + ")");
    }

    /**
     * Camel counts from 0 and takes the line where the step's value begins: that is the line of its name if the value is in the next one,
     * and the line before if both are in one.
     */
    private static int line(CamelContext context, NamedNode step, String location) {
        int told = step.getLineNumber();
        Pattern name = Pattern.compile(
                "^\\s*(?:-\\s+)+" + Pattern.quote(step.getShortName()) + "\\s*:.*|.*[{\\[]\\s*"
                        + Pattern.quote(step.getShortName()) + "\\s*:.*",
                Pattern.CASE_INSENSITIVE);
        List<String> lines = lines(context, location);
        boolean there =
                told <= lines.size() && name.matcher(lines.get(told - 1)).matches();
        boolean next = told < lines.size() && name.matcher(lines.get(told)).matches();
        return next && !there ? told + 1 : told;
    }

    private static List<String> lines(CamelContext context, String location) {
        if (!location.toLowerCase(Locale.ROOT).contains(".yaml")) {
            return List.of();
        }
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        try (BufferedReader reader = new BufferedReader(resource.getReader())) {
            return reader.lines().toList();
        } catch (Exception e) {
            LOG.debug("{} cannot be read any more", location, e);
            return List.of();
        }
    }
}
