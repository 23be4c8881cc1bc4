package io.github.bactrian.pages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ways in which APIs say where the next page is. */
class StyleTest {

    @RegisterExtension
    static final World world = new World();

    private void assertItems(String expression, Object... ids) throws Exception {
        assertThat(world.run(expression).getException()).isNull();
        assertThat(world.ids()).containsExactly(ids);
    }

    @Test
    void linkHeadersAreFollowedWhereverNextStandsInThem() throws Exception {
        world.page(
                "/items?page=1",
                World.json("[{\"id\":1}]")
                        .withHeader(
                                "Link",
                                "<" + world.url()
                                        + "/items?page=9>; rel=\"last\", </items?page=2,x>; title=\"a, <b>; rel=next\";"
                                        + " rel=\"prefetch NEXT\"")
                        .withHeader("Link", "<" + world.url() + "/items?page=1>; rel=first"));
        world.page(
                "/items?page=2,x",
                World.json("[{\"id\":2}]")
                        .withHeader("Link", "<" + world.url() + "/items?page=1>; rel=first")
                        .withHeader("Link", "<?page=3>;rel=next"));
        world.page("/items?page=3", World.json("[{\"id\":3}]").withHeader("Link", "</items?page=2>; rel=prev"));

        assertItems("{{api.url}}/items?page=1", 1, 2, 3);
    }

    @Test
    void aRelativeNextLinkOfODataIsResolved() throws Exception {
        world.page("/v1/users", "{\"value\":[{\"id\":1}],\"@odata.nextLink\":\"users?$skip=1\"}");
        world.page("/v1/users?$skip=1", "{\"value\":[{\"id\":2}]}");

        assertItems("{{api.url}}/v1/users", 1, 2);
    }

    @Test
    void anOffsetGrowsByTheItemsReceivedUntilAPageIsEmpty() throws Exception {
        world.page("/items?limit=3", "{\"data\":{\"rows\":[{\"id\":1},{\"id\":2}]}}");
        world.page("/items?limit=3&skip=2", "{\"data\":{\"rows\":[{\"id\":3}]}}");
        world.page("/items?limit=3&skip=3", "{\"data\":{\"rows\":[]}}");

        assertItems("{{api.url}}/items?limit=3 | offset=skip, items=/data/rows", 1, 2, 3);
    }

    @Test
    void aPageNumberBeginsWithTheOneInTheUrl() throws Exception {
        world.page("/items?size=1&p=0", "[{\"id\":1}]");
        world.page("/items?size=1&p=1", "[{\"id\":2}]");
        world.page("/items?size=1&p=2", aResponse().withStatus(204));

        assertItems("{{api.url}}/items?size=1&p=0 | page=p", 1, 2);
    }

    @Test
    void aPageNumberBeginsWithOneIfTheUrlHasNone() throws Exception {
        world.page("/items", "[{\"id\":1}]");
        world.page("/items?page=2", "[]");

        assertItems("{{api.url}}/items | page=page", 1);
    }

    @Test
    void aCursorIsPutIntoTheNextRequestAndEndsWhenItIsEmpty() throws Exception {
        world.page("/items?limit=1", "{\"items\":[{\"id\":1}],\"meta\":{\"after\":\"a b&c\"}}");
        world.page("/items?limit=1&cursor=a+b%26c", "{\"meta\":{\"after\":7},\"items\":[{\"id\":2}]}");
        world.page("/items?limit=1&cursor=7", "{\"items\":[{\"id\":3}],\"meta\":{\"after\":null}}");

        assertItems("{{api.url}}/items?limit=1 | items=/items, next=/meta/after, cursor=cursor", 1, 2, 3);
    }

    @Test
    void aLinkElsewhereInTheBodyIsFollowed() throws Exception {
        world.page("/items", "{\"links\":{\"next\":{\"href\":\"/items?after=1\"}},\"data\":[{\"id\":1}]}");
        world.page("/items?after=1", "{\"links\":{\"next\":{\"href\":\"\"}},\"data\":[{\"id\":2}]}");

        assertItems("{{api.url}}/items | items=/data, next=/links/next/href", 1, 2);
    }

    @Test
    void itemsAreWhatTheyAreInJson() throws Exception {
        world.page("/items", "[{\"a\":1.10,\"b\":[true,null],\"c\":\"x\"},\"text\",5,null,[1]]");

        world.run("{{api.url}}/items");

        assertThat(world.items()).hasSize(5);
        assertThat((Map<?, ?>) world.items().get(0))
                .isEqualTo(new java.util.HashMap<>(
                        Map.of("a", new BigDecimal("1.10"), "b", java.util.Arrays.asList(true, null), "c", "x")));
        assertThat(world.items().subList(1, 3)).containsExactly("text", 5);
        assertThat(world.items().get(3)).isNull();
    }

    @Test
    void anApiThatDoesNotKnowTheParameterIsFoundOut() throws Exception {
        world.page("/items", "[{\"id\":1}]");
        world.page("/items?ofset=1", "[{\"id\":1}]");

        assertThat(world.run("{{api.url}}/items | offset=ofset").getException())
                .hasMessageContaining("page 2 of " + world.url() + "/items?ofset=…: it has the same items as the page"
                        + " before: does the API know the parameter?");
    }
}
