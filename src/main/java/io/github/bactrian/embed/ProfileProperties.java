package io.github.bactrian.embed;

import io.github.bactrian.PublicApi;
import java.util.Map;

/** A bean that knows the profiles' properties where Camel's own placeholders do not, as in Spring Boot. */
@FunctionalInterface
@PublicApi
public interface ProfileProperties {

    /** All properties that begin with {@code oauth.}, variables and other layers applied. */
    Map<String, String> all();
}
