package io.github.bactrian.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mapping in routes/import-users.camel.yaml, between a stand-in for the file and one for the API. */
class ImportUsersRouteTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void loadTheRoute() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("graph.url", "https://graph.invalid/v1.0");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("oauth.graph", (Processor) exchange -> {});
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:routes/import-users.camel.yaml"));
        AdviceWith.adviceWith(context, "import-users", advice -> {
            advice.replaceFromWith("direct:row");
            advice.weaveByToUri("*").replace().to("mock:api");
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void everyColumnOfTheTemplateBecomesAPropertyOfTheUser() throws Exception {
        Map<String, String> row = row("ada@contoso.example");
        row.put("First name [givenName]", "Ada");
        row.put("Last name [surname]", "Öz");
        row.put("Job title [jobTitle]", "Engineer");
        row.put("Department [department]", "Sales, EMEA");
        row.put("Usage location [usageLocation]", "NL");
        row.put("Street address [streetAddress]", "1 Main St.\n2nd floor");
        row.put("State or province [state]", "ZH");
        row.put("Country or region [country]", "Netherlands");
        row.put("Office [physicalDeliveryOfficeName]", "B7");
        row.put("City [city]", "Den Haag");
        row.put("ZIP or postal code [postalCode]", "1234 AB");
        row.put("Office phone [telephoneNumber]", "+31 70 1");
        row.put("Mobile phone [mobile]", "+31 6 2");

        assertThat(sent(row)).isEqualTo(json("""
                {"displayName": "Ada Öz", "userPrincipalName": "ada@contoso.example", "mailNickname": "ada",
                 "passwordProfile": {"password": "pw", "forceChangePasswordNextSignIn": true}, "accountEnabled": true,
                 "givenName": "Ada", "surname": "Öz", "jobTitle": "Engineer", "department": "Sales, EMEA",
                 "usageLocation": "NL", "streetAddress": "1 Main St.\\n2nd floor", "state": "ZH",
                 "country": "Netherlands", "officeLocation": "B7", "city": "Den Haag", "postalCode": "1234 AB",
                 "businessPhones": ["+31 70 1"], "mobilePhone": "+31 6 2"}"""));
    }

    @Test
    void emptyColumnsAreLeftOut() throws Exception {
        Map<String, String> row = row("ada@contoso.example");
        row.put("City [city]", "");
        row.put("Mobile phone [mobile]", "");

        assertThat(sent(row).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "displayName", "userPrincipalName", "mailNickname", "passwordProfile", "accountEnabled");
    }

    @Test
    void yesInAnyCaseBlocksTheSignIn() throws Exception {
        for (Map.Entry<String, Boolean> blocked :
                Map.of("Yes", false, "YES", false, "No", true, "", true).entrySet()) {
            Map<String, String> row = row("ada@contoso.example");
            row.put("Block sign in (Yes/No) [accountEnabled] Required", blocked.getKey());

            assertThat(sent(row).path("accountEnabled").booleanValue()).isEqualTo(blocked.getValue());
        }
    }

    @Test
    void aRowWithoutUserNameIsSentForTheApiToRefuse() throws Exception {
        JsonNode user = sent(row(""));

        assertThat(user.has("userPrincipalName")).isFalse();
        assertThat(user.has("mailNickname")).isFalse();
    }

    @Test
    void columnsThatARaggedRowLacksAreLeftOut() throws Exception {
        assertThat(sent(Map.of("Name [displayName] Required", "Ada"))
                        .path("displayName")
                        .textValue())
                .isEqualTo("Ada");
    }

    private JsonNode sent(Map<String, String> row) throws Exception {
        MockEndpoint api = context.getEndpoint("mock:api", MockEndpoint.class);
        api.reset();
        context.createProducerTemplate().sendBody("direct:row", row);
        return api.getExchanges().get(0).getMessage().getBody(JsonNode.class);
    }

    private static Map<String, String> row(String userName) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("Name [displayName] Required", "Ada Öz");
        row.put("User name [userPrincipalName] Required", userName);
        row.put("Initial password [passwordProfile] Required", "pw");
        row.put("Block sign in (Yes/No) [accountEnabled] Required", "No");
        return row;
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
