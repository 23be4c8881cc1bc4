package io.github.bactrian.targets;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
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
