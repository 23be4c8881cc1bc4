package io.github.bactrian.daemon.check;

import io.github.bactrian.NearestName;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Beans that a step names must exist. */
final class BeanRule implements Rule {
    private static final String PROFILE = "oauth.";
    private static final Set<String> STEPS = Set.of("ProcessDefinition", "BeanDefinition", "MethodCallExpression");
    private final Set<String> beans = new TreeSet<>();
    private final Set<String> profiles;
    private final Findings findings;

    BeanRule(Known known, Set<String> declared, Findings findings) {
        beans.addAll(known.beans());
        beans.addAll(declared);
        this.profiles = known.profiles();
        this.findings = findings;
    }

    @Override
    public void check(Element element) {
        if (STEPS.contains(element.definition())) {
            element.textAt("ref").ifPresent(ref -> check(element.file(), ref, ref.getValue()));
        }
    }

    /** @param name with or without {@code #} or {@code #bean:} before it */
    void check(String file, ScalarNode node, String name) {
        String bean = name.replaceFirst("^#(bean:)?", "");
        boolean other = bean.isEmpty() || bean.contains("{") || bean.startsWith("class:") || bean.startsWith("type:");
        if (other || beans.contains(bean) || isClass(bean)) {
            return;
        }
        if (bean.startsWith(PROFILE)) {
            profile(file, node, bean.substring(PROFILE.length()));
        } else {
            Set<String> all = new TreeSet<>(beans);
            profiles.forEach(profile -> all.add(PROFILE + profile));
            findings.add(file, node, "no bean is named '" + bean + "'" + NearestName.didYouMean(bean, all));
        }
    }

    private void profile(String file, ScalarNode node, String name) {
        if (!profiles.contains(name) && !name.equals("none")) {
            String known = profiles.isEmpty() ? "none is set" : "there is " + String.join(", ", profiles);
            String help = NearestName.of(name, profiles)
                    .map(near -> "; did you mean '" + PROFILE + near + "'?")
                    .orElse(" (" + known + "; a profile is a group of properties " + PROFILE + name + ".*)");
            findings.add(file, node, "there is no profile " + PROFILE + name + help);
        }
    }

    private static boolean isClass(String name) {
        if (!name.contains(".")) {
            return false;
        }
        try {
            Class.forName(name, false, BeanRule.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
