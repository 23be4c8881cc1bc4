package io.github.bactrian.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What docs/pages.md shows works. */
class PagesDocsTest {

    private static final Path PAGE = Path.of("docs/pages.md");

    private static List<String> found(String pattern, int flags) throws Exception {
        Matcher matcher = Pattern.compile(pattern, flags).matcher(Files.readString(PAGE));
        return matcher.results().map(result -> result.group(1)).toList();
    }

    @Test
    void everyRouteOnThePageRuns() throws Exception {
        List<String> routes = found("```yaml\n(.*?)```", Pattern.DOTALL);
        assertThat(routes).hasSize(2);
        try (World world = new World()) {
            for (String route : routes) {
                CamelContext context =
                        world.context(route.replace("timer:", "direct:").replaceAll("\\?period=\\w+", ""));
                assertThat(context.getRoutes()).hasSize(1);
                context.stop();
            }
        }
    }

    @Test
    void everyExpressionInTheTablesIsUnderstood() throws Exception {
        List<String> expressions = found("`(\\{\\{(?:graph|api)\\.url}}[^`]*)`", 0);
        assertThat(expressions).hasSizeGreaterThan(5);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            for (String expression : expressions) {
                String text = expression.replace("\\|", "|").replaceAll("\\{\\{.*?}}", "https://api.example");
                assertThatCode(() -> context.resolveLanguage("pages").createExpression(text))
                        .as(text)
                        .doesNotThrowAnyException();
            }
        }
    }
}
