package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Values in mails and in statements, with a real mail server and a real database. */
class MailAndSqlTest {

    @TempDir
    Path directory;

    @Test
    void aValueIsOneAddressAndOneLineOfAMail() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (GuardedCamel camel = GuardedCamel.with("""
                - route:
                    from:
                      uri: direct:mail
                      steps:
                        - toD: "smtp://127.0.0.1:%s?from=daemon@caravan.example&to=${header.x}&subject=Row ${header.y}"
                """.formatted(mail.getSmtp().getPort()))) {
            Exchange plain = camel.send(
                    "direct:mail",
                    "text",
                    Map.of(
                            "x",
                            "ada@caravan.example",
                            "y",
                            "1?cc=eve@x.example&b",
                            "Bcc",
                            "eve@x.example",
                            "cc",
                            "eve@x.example"));
            for (String other : List.of("ada@x.example,eve@x.example", "ada@x.example\r\nBcc: eve@x.example")) {
                assertThat(GuardedCamel.refusal(camel.send("direct:mail", "text", Map.of("x", other, "y", "2"))))
                        .contains("more than one line or one address");
            }
            Exchange subject =
                    camel.send("direct:mail", "text", Map.of("x", "ada@x.example", "y", "3\r\nBcc: eve@x.example"));

            assertThat(plain.getException()).isNull();
            assertThat(plain.getMessage().getHeaders())
                    .doesNotContainKeys("To", "Subject")
                    .containsEntry("Bcc", "eve@x.example");
            assertThat(GuardedCamel.refusal(subject)).isNotEmpty();
            assertThat(mail.getReceivedMessages()).singleElement().satisfies(message -> {
                assertThat(message.getSubject()).isEqualTo("Row 1?cc=eve@x.example&b");
                assertThat(message.getAllRecipients())
                        .extracting(Object::toString)
                        .containsExactly("ada@caravan.example");
            });
        } finally {
            mail.stop();
        }
    }

    @Test
    void theSenderOfAMessageAddressesNoMail() throws Exception {
        assertRecipients(
                "- to: \"smtp://127.0.0.1:%s?from=daemon@caravan.example&to=ops@caravan.example\"",
                Map.of("To", "eve@x.example", "cc", "eve@x.example", "Bcc", "eve@x.example", "From", "ceo@x.example"),
                "daemon@caravan.example",
                "ops@caravan.example");
    }

    @Test
    void aHeaderOfTheRouteIsOneAddress() throws Exception {
        String steps = """
                - setHeader: { name: To, simple: "${header.x}" }
                - to: "smtp://127.0.0.1:%s?from=daemon@caravan.example"
                """;

        assertRecipients(steps, Map.of("x", "ada@x.example"), "daemon@caravan.example", "ada@x.example");
        assertThat(assertRecipients(steps, Map.of("x", "ada@x.example, eve@x.example"), null))
                .contains("more than one line or one address");
        assertThat(assertRecipients(
                        steps.replace("simple: \"${header.x}\"", "jq: '.mail'"),
                        Map.of("body", "{\"mail\": \"ada@x.example;eve@x.example\"}"),
                        null))
                .contains("more than one line or one address");
    }

    /** Returns why the message was refused. */
    private static String assertRecipients(
            String steps, Map<String, String> headers, @Nullable String from, String... recipients) throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (GuardedCamel camel = GuardedCamel.with("- route:\n    from:\n      uri: seda:mail\n      steps:\n"
                + steps.formatted(mail.getSmtp().getPort()).indent(8))) {
            Exchange sent =
                    camel.send("seda:mail?waitForTaskToComplete=Always", headers.getOrDefault("body", "text"), headers);
            List<String> all = new ArrayList<>();
            for (MimeMessage message : mail.getReceivedMessages()) {
                assertThat(message.getFrom()).extracting(Object::toString).containsExactly(from);
                Stream.of(message.getAllRecipients()).map(Object::toString).forEach(all::add);
            }
            assertThat(all).containsExactly(recipients);
            return GuardedCamel.refusal(sent);
        } finally {
            mail.stop();
        }
    }

    @Test
    void headersInABodySteerNothing() {
        String multipart = """
                Content-Type: multipart/mixed; boundary=b
                CamelHttpPath: /admin
                CamelHttpMethod: DELETE
                CamelSqlQuery: drop table users
                X-Batch: 7

                --b
                Content-Type: text/plain

                text
                --b--
                """.replace("\n", "\r\n");
        try (GuardedCamel camel = GuardedCamel.with("""
                - route:
                    from:
                      uri: direct:multipart
                      steps:
                        - unmarshal: { mimeMultipart: { headersInline: true } }
                        - toD: "{{api}}/batches/${header.X-Batch}"
                        - to: "{{api}}/users"
                """)) {
            Exchange sent = camel.send("direct:multipart", multipart, Map.of());

            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeaders()).doesNotContainKeys("CamelSqlQuery");
            assertThat(camel.api.taken())
                    .extracting(request -> request.method() + " " + request.target())
                    .containsExactly("POST /batches/7", "POST /users");
        }
    }

    @Test
    void aValueIsAParameterOfAStatementAndNeverPartOfIt() throws Exception {
        DataSource database = database();
        try (GuardedCamel camel =
                new GuardedCamel(true, context -> context.getRegistry().bind("db", database), """
                - route:
                    from:
                      uri: direct:bound
                      steps: [ { toD: "sql:insert into users values (:#${header.x})?dataSource=#db" } ]
                - route:
                    from:
                      uri: direct:glued
                      steps: [ { toD: "sql:insert into users values ('${header.x}')?dataSource=#db" } ]
                """)) {
            String value = "x'); drop table users; --?dataSource=#class:java.lang.Object&{{canary}}";

            Exchange bound = camel.send("direct:bound", null, Map.of("x", value));
            Exchange glued = camel.send("direct:glued", null, Map.of("x", value));

            assertThat(bound.getException()).isNull();
            assertThat(GuardedCamel.refusal(glued)).contains("write :#${header.x}");
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery("select name from users")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo(value);
                assertThat(rows.next()).isFalse();
            }
        }
    }

    private DataSource database() throws Exception {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + directory.resolve("users.db"));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table users (name text)");
        }
        return database;
    }
}
