package io.github.bactrian.daemon.check;

import java.util.Optional;
import java.util.regex.Pattern;

/** The row masks its secret columns; what a route has made of it does not. */
final class LoggedBodyRule implements WayRule {
    private static final Pattern BODY = Pattern.compile(
            "\\$\\{(in\\.|mandatory)?body(As|OneLine|[^A-Za-z]).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private final Findings findings;

    LoggedBodyRule(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void at(Visit visit) {
        if (visit.journey().secretFields().isEmpty()) {
            return;
        }
        if (visit.situation().mapped() && showsBody(visit)) {
            findings.warn(
                    "logged-body",
                    visit.file(),
                    visit.place(),
                    "this writes the mapped body into the log, where secretFields no longer masks anything; log "
                            + "${header.CamelImportRow} instead" + visit.cameFrom());
        }
        secretColumn(visit)
                .ifPresent(column -> findings.warn(
                        "logged-body",
                        visit.file(),
                        visit.place(),
                        "this writes the secret column '" + column + "' into the log" + visit.cameFrom()));
    }

    private static boolean showsBody(Visit visit) {
        if (visit.endpoint().scheme().equals("log")) {
            String shown = visit.endpoint().parameters().getOrDefault("showBody", "true");
            return shown.equals("true")
                    || "true".equals(visit.endpoint().parameters().get("showAll"));
        }
        return visit.step().name().equals("log")
                && BODY.matcher(message(visit.step())).find();
    }

    private static Optional<String> secretColumn(Visit visit) {
        boolean log = visit.step().name().equals("log");
        String message = log ? message(visit.step()) : "";
        return visit.journey().secretFields().stream()
                .filter(column -> message.contains("${body[" + column + "]}")
                        || message.contains("${body['" + column + "']}")
                        || message.contains("${body." + column + "}"))
                .findFirst();
    }

    private static String message(Step log) {
        return log.element().textAt("message").map(Element::text).orElse("");
    }
}
