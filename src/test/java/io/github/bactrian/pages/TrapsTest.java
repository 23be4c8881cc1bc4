package io.github.bactrian.pages;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What APIs do wrong, and what must never look like the end of the list. */
class TrapsTest {

    private static final String USERS = "{{graph.url}}/users";

    @RegisterExtension
    static final World world = new World();

    private static PagesException failure(String expression) throws Exception {
        return world.run(expression).getException(PagesException.class);
    }

    @Test
    void aCircleOfNextLinksIsDetectedEmptyPagesArePassedAndAForeignHostGetsNeitherRequestNorToken() throws Exception {
        world.odata("/users", "/users?b", "{\"id\":1}");
        world.odata("/users?b", "/users?c", "");
        world.odata("/users?c", "/users?b", "{\"id\":2}");
        assertThat(failure(USERS))
                .hasMessage(
                        "page 4 of " + world.url()
                                + "/users?b: it was read before: the API's links go round in a circle; 2 items were read before");
        assertThat(world.ids()).containsExactly(1, 2);

        world.odata("/users", "/users", "{\"id\":1}");
        assertThat(failure(USERS)).hasMessageContaining("round in a circle");

        world.other.stubFor(any(anyUrl()).willReturn(okJson("{\"value\":[]}")));
        world.page(
                "/users", "{\"value\":[{\"id\":1}],\"@odata.nextLink\":\"" + world.other.baseUrl() + "/users?t=1\"}");
        assertThat(failure(USERS))
                .hasMessageContaining("it lies on " + world.other.baseUrl() + ", and the pages of " + world.url()
                        + " are followed nowhere else");
        assertThat(world.other.findAll(anyRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void aPageTokenThatExpiresMidwayIsATypedErrorAndTheRoutesRedeliveryBeginsAnew() throws Exception {
        world.odata("/users", "/users?$skiptoken=secret", "{\"id\":1}");
        world.page(
                "/users?$skiptoken=secret",
                World.json("{\"error\":{\"code\":\"Directory_ExpiredPageToken\",\"message\":\"It has expired.\"}}")
                        .withStatus(400));

        PagesException failure = failure(USERS);

        assertThat(failure)
                .isInstanceOf(PageExpiredException.class)
                .hasMessage("page 2 of " + world.url() + "/users?$skiptoken=…: the API answered 400,"
                        + " Directory_ExpiredPageToken: It has expired.; the link has expired, so reading has to begin"
                        + " anew; 1 item was read before");
        assertThat(failure.getItemsRead()).isEqualTo(1);

        world.start("- onException: { exception: [ io.github.bactrian.pages.PageExpiredException ],"
                + " redeliveryPolicy: { maximumRedeliveries: 1, redeliveryDelay: 1 } }\n" + World.splitting(USERS));
        assertThat(world.run().getException()).isInstanceOf(PageExpiredException.class);
        assertThat(world.ids()).containsExactly(1, 1);
    }

    @Test
    void aPageWithoutValueIsAnError() throws Exception {
        world.page("/users", "{\"data\":[{\"id\":1}]}");

        assertThat(failure(USERS)).hasMessageContaining("it has no array of items at /value; say where they are");
    }

    @Test
    void anErrorWithStatus200IsAnError() throws Exception {
        world.odata("/users", "/users?2", "{\"id\":1}");
        world.page("/users?2", "{\"error\":{\"code\":\"Busy\",\"message\":\"Try later.\"}}");

        assertThat(failure(USERS))
                .hasMessageContaining("page 2 of")
                .hasMessageContaining("it is an error, though with status 200: Busy: Try later.");
    }

    @Test
    void aPageOfHtmlIsAnErrorThatDoesNotQuoteIt() throws Exception {
        world.page("/users", aResponse().withBody("<html>secret</html>"));

        assertThat(failure(USERS)).hasMessageContaining("it is not JSON").hasMessageNotContaining("html");
        assertThat(failure(USERS)).hasNoCause();
    }

    @Test
    void aTruncatedPageIsNeverAShortList() throws Exception {
        for (String rest : new String[] {"", ",", ",{\"id\":", ",{\"id\":2}", ",{\"id\":2}]"}) {
            world.page("/users", "{\"value\":[{\"id\":1}" + rest);

            assertThat(failure(USERS)).as(rest).hasMessageContaining("it breaks off in the middle");
            assertThat(world.mock("end").getReceivedCounter()).isZero();
        }
    }

    @Test
    void aConnectionThatBreaksOffIsAnError() throws Exception {
        world.odata("/users", "/users?2", "{\"id\":1}");
        world.page("/users?2", aResponse().withStatus(200).withFault(Fault.RANDOM_DATA_THEN_CLOSE));

        assertThat(failure(USERS)).hasMessageContaining("page 2 of");
        assertThat(world.ids()).containsExactly(1);
    }

    @Test
    void anEmptyAnswerIsAnError() throws Exception {
        world.page("/users", World.json(""));

        assertThat(failure(USERS)).hasMessageContaining("it is empty");
    }

    @Test
    void fewerItemsThanDeclaredAreReported() throws Exception {
        world.page("/users", "{\"@odata.count\":3,\"value\":[{\"id\":1}]}");

        Exchange ended = world.run(USERS);

        assertThat(ended.getException()).isNull();
        assertThat(ended.getProperty(Pages.DECLARED)).isEqualTo(3L);
        assertThat(ended.getProperty(Pages.ITEMS)).isEqualTo(1L);
    }
}
