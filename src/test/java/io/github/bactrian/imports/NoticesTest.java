package io.github.bactrian.imports;

import static io.github.bactrian.imports.RunningImport.HEADER;
import static io.github.bactrian.imports.RunningImport.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String FILE = HEADER + row("ann@x.example", "Ann");

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void startSandbox() {
        sandbox = Sandbox.start(SandboxSettings.in(home.resolve("ca")));
    }

    @AfterEach
    void stopSandbox() {
        sandbox.close();
    }

    @Test
    void anEndingIsToldByMailOnceTheMailServerIsThere() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        int port = mail.getSmtp().getPort();
        mail.stop();
        String onEnd =
                "onEnd: \"RAW(smtp:127.0.0.1:" + port + "?to=ops@x.example&from=bactrian@x.example&subject=import)\"";
        try (RunningImport users = RunningImport.start(home, sandbox, onEnd)) {
            users.drop("new.csv", FILE);
            users.receipt("done", "new.csv");
            // the mail server is down: the import has ended all the same, and its process ends too
        }
        GreenMail back = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        back.start();
        try (RunningImport users = RunningImport.start(home, sandbox, onEnd)) {
            await().atMost(LONGEST).until(() -> back.getReceivedMessages().length > 0);
            users.drop("more.csv", HEADER + row("bob@x.example", "Bob"));
            await().atMost(LONGEST).until(() -> back.getReceivedMessages().length > 1);

            MimeMessage first = back.getReceivedMessages()[0];
            assertThat(first.getSubject()).isEqualTo("import");
            assertThat(first.getContent().toString())
                    .contains("import: users", "file: new.csv", "status: done")
                    .doesNotContain("ann@x.example");
            assertThat(back.getReceivedMessages()).hasSize(2);
        } finally {
            back.stop();
        }
    }

    @Test
    void aRouteGetsTheReceiptAsAMapWithHeaders() throws Exception {
        List<Exchange> told = new CopyOnWriteArrayList<>();
        try (RunningImport users = RunningImport.start(home, sandbox, "onEnd: \"seda:told\"")) {
            users.context().addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:told").process(exchange -> told.add(exchange.copy()));
                }
            });
            users.drop("new.csv", FILE);
            await().atMost(LONGEST).until(() -> !told.isEmpty());

            assertThat(told.get(0).getMessage().getBody()).isInstanceOf(java.util.Map.class);
            assertThat(told.get(0).getMessage().getBody(String.class)).contains("file: new.csv\n", "status: done\n");
            assertThat(told.get(0).getMessage().getHeaders())
                    .containsEntry("CamelImportName", "users")
                    .containsEntry("CamelImportFile", "new.csv")
                    .containsEntry("CamelImportStatus", "done")
                    .containsKey("CamelImportJob");
        }
    }

    @Test
    void anEndpointThatCannotBeMadeKeepsTheImportFromStarting() {
        assertThatThrownBy(() -> RunningImport.start(home, sandbox, "onEnd: \"smpt:127.0.0.1\""))
                .hasStackTraceContaining("import:users: onEnd=smpt:127.0.0.1 is no endpoint that Camel can make");
    }
}
