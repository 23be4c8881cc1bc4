package io.github.bactrian.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepPlaceTest {

    @TempDir
    java.nio.file.Path directory;

    @Test
    void aStepIsInTheLineOfItsName() throws Exception {
        java.nio.file.Path file = java.nio.file.Files.writeString(directory.resolve("steps.camel.yaml"), """
                - route:
                    from:
                      uri: direct:a
                      steps:
                        - setBody: { constant: one }
                        - setBody:
                            constant: two
                        - log: three
                        - filter: { simple: "${body} == 1", steps: [ { setBody: { constant: four } } ] }
                        - toD:
                            uri: log:five
                """);
        List<String> places = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            InterceptStrategy watch = (camel, step, target, next) -> {
                places.add(step.getShortName() + StepPlace.of(camel, step).replaceFirst(".*:(\\d+)\\)$", " $1"));
                return target;
            };
            context.getCamelContextExtension().addInterceptStrategy(watch);
            context.setSourceLocationEnabled(true);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "file:" + file));
            context.start();
        }
        assertThat(places).contains("setBody 5", "setBody 6", "log 8", "filter 9", "setBody 9", "toD 10");
    }
}
