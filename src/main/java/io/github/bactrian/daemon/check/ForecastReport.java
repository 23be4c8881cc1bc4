package io.github.bactrian.daemon.check;

import io.github.bactrian.targets.Forecast;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reports what is known of a template, at the text in which the value is written. */
final class ForecastReport {
    private static final Map<String, String> WIDE = new TreeMap<>(Map.of(
            "segments:", "several path segments",
            "query:", "a whole query",
            "method:", "the method of a call"));

    private final Collection<String> texts;
    private final Placeholders placeholders;
    private final Findings findings;

    /** @param texts of all that the routes write, placeholders resolved */
    ForecastReport(Collection<String> texts, Placeholders placeholders, Findings findings) {
        this.texts = texts.stream().map(ForecastReport::normalized).toList();
        this.placeholders = placeholders;
        this.findings = findings;
    }

    void add(String file, Forecast forecast, List<ScalarNode> places) {
        forecast.refusals().forEach(refusal -> findings.add(file, place(refusal, places), refusal));
        forecast.cautions().forEach(caution -> findings.warn("may-be-refused", file, place(caution, places), caution));
        forecast.wide().forEach(function -> findings.note(file, place(function, places), wide(function)));
        forecast.named().stream()
                .filter(named -> !isNamed(normalized(named.prefix())))
                .forEach(named -> findings.add(file, place(named.refusal(), places), unnamed(named)));
    }

    private ScalarNode place(String remark, List<ScalarNode> places) {
        return TemplateText.placeOf(remark, places, placeholders).orElse(places.get(0));
    }

    private static String wide(String function) {
        String name = function.substring(function.indexOf('{') + 1, function.indexOf(':') + 1);
        return function + " takes " + WIDE.getOrDefault(name, name) + " from the message";
    }

    private boolean isNamed(String prefix) {
        return texts.stream().anyMatch(text -> {
            // a parameter may be anything; one that is a whole URI is given as a text, which is among these
            int open = text.indexOf("{{");
            return text.startsWith(prefix) || (open > 0 && prefix.startsWith(text.substring(0, open)));
        });
    }

    private static String unnamed(Forecast.Named named) {
        boolean file = named.prefix().matches("(?:file|ftp|ftps|sftp):.*");
        return named.refusal() + ", and none of theirs begins like it; "
                + (file ? "write the directory in the route, and the value in fileName" : "write the URI in the route");
    }

    /** With one spelling for {@code file:a}, {@code file:/a} and {@code file://a}. */
    private static String normalized(String uri) {
        return uri.replaceFirst("^([a-z][a-z0-9-]*):/+", "$1:");
    }
}
