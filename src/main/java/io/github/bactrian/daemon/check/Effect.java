package io.github.bactrian.daemon.check;

import java.util.Set;

/** What a single step does to a message, as far as it is certain. */
final class Effect {
    /** Steps that choose no profile, whatever else they do. */
    private static final Set<String> CHOOSE_NOTHING = Set.of(
            "log",
            "setBody",
            "transform",
            "marshal",
            "unmarshal",
            "convertBodyTo",
            "setHeader",
            "setHeaders",
            "removeHeader",
            "setVariable",
            "setVariables",
            "removeVariable",
            "delay",
            "throttle",
            "validate",
            "stop",
            "throwException",
            "sort",
            "sample",
            "threads",
            "wireTap",
            "removeHeaders");

    private static final Set<String> MAP = Set.of("setBody", "transform", "marshal");

    /** Endpoints behind which any code may stand. */
    private static final Set<String> ANY_CODE = Set.of("bean", "class", "language", "ref", "import", "stub", "");

    private Effect() {}

    static Situation of(Step step, Situation before, Placeholders placeholders) {
        if (step.name().equals("process")) {
            return process(placeholders.resolve(step.text("ref")), before);
        }
        if (step.name().equals("setProperty") || step.name().equals("removeProperty")) {
            String name = step.text("name");
            return name.equals("oauthProfile") || name.isEmpty() || name.contains("{") ? Situation.unknown() : before;
        }
        if (step.name().equals("removeHeaders")) {
            return before.withoutHeaders();
        }
        if (MAP.contains(step.name())) {
            return before.withMapped(!isConstant(step));
        }
        return CHOOSE_NOTHING.contains(step.name()) ? before : Situation.unknown();
    }

    private static boolean isConstant(Step step) {
        return step.get("constant").isPresent()
                || step.get("expression")
                        .flatMap(node -> new Element(step.file(), "", "", node).get("constant"))
                        .isPresent();
    }

    private static Situation process(String ref, Situation before) {
        String bean = ref.replaceFirst("^#(bean:)?", "");
        return bean.startsWith("oauth.") && !bean.contains("{")
                ? before.withProfile(bean.substring("oauth.".length()))
                : Situation.unknown();
    }

    /** The effect of a call; afterwards the body is an answer, or as before. */
    static Situation of(Endpoint endpoint, Situation before) {
        boolean open = endpoint.scheme().contains("{") || endpoint.scheme().contains("$");
        return open || ANY_CODE.contains(endpoint.scheme())
                ? Situation.unknown()
                : before.withMapped(before.mapped() && endpoint.scheme().equals("log"));
    }
}
