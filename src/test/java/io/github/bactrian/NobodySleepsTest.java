package io.github.bactrian;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Looks at main code and tests alike. */
@AnalyzeClasses(packages = "io.github.bactrian")
class NobodySleepsTest {
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod("java.lang.Thread", "sleep", "java.time.Duration")
            .because("a sleeper cannot be told to stop, and a test that sleeps is slow or wrong; wait on a condition"
                    + " with a timeout, use Awaitility, or set the clock");
}
