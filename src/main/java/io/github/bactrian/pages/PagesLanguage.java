package io.github.bactrian.pages;

import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.support.LanguageSupport;

/**
 * Camel's language {@code pages}, for {@code split} with {@code streaming: true}: the expression is the URL of an API's first
 * page, its value every item of every page. Pages are fetched with camel-http, one by one, as the split goes on.
 *
 * <p>{@code [delta:NAME ]URL[ | option=value, …]}; the URL may hold Camel's {@code simple} expressions.
 */
public final class PagesLanguage extends LanguageSupport {

    private final DeltaRuns runs = new DeltaRuns();

    /** @throws IllegalArgumentException if the text cannot be used; says what to write instead */
    @Override
    public Expression createExpression(String expression) {
        PagesExpression pages = new PagesExpression(Plan.parse(loadResource(expression)), runs);
        pages.init(getCamelContext());
        return pages;
    }

    /**
     * Reads an expression as far as that goes without a message, and returns the URL in it.
     *
     * @throws IllegalArgumentException if the text cannot be used; says what to write instead
     */
    public static String verify(String expression) {
        String url = Plan.parse(expression).url();
        if (!url.contains("${")) {
            Urls.parse(url);
        }
        return url;
    }

    /** There is nothing to be true or false. */
    @Override
    public Predicate createPredicate(String expression) {
        throw new IllegalArgumentException("pages yields items for a split; it is no condition: " + expression);
    }
}
