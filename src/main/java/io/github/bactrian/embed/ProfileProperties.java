package io.github.bactrian.embed;

import java.util.Map;

/** A bean that knows the profiles' properties where Camel's own placeholders do not, as in Spring Boot. */
@FunctionalInterface
public interface ProfileProperties {

    /** All properties that begin with {@code oauth.}, variables and other layers applied. */
    Map<String, String> all();
}
