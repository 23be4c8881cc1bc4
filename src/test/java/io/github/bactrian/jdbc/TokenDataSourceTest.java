package io.github.bactrian.jdbc;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.TestIssuer;
import io.github.bactrian.testing.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL that wants a password of its user {@code app}. */
class TokenDataSourceTest {

    @TempDir
    private static Path directory;

    private static EmbeddedPostgres postgres;
    private static TestIssuer issuer;

    private final SettableClock clock = new SettableClock();
    private final CamelContext camel = new DefaultCamelContext();
    private final TokenDataSource database = new TokenDataSource();

    @BeforeAll
    static void open() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.toFile())
                .start();
        issuer = new TestIssuer();
        asAdministrator("CREATE ROLE app LOGIN");
        Path rules = Path.of(asked(postgres.getPostgresDatabase().getConnection(), "SHOW hba_file"));
        Files.writeString(rules, "host all app 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
        asAdministrator("SELECT pg_reload_conf()");
    }

    @AfterAll
    static void close() throws Exception {
        issuer.close();
        postgres.close();
    }

    @BeforeEach
    void start() {
        issuer.reset();
        profile("https://127.0.0.1:" + postgres.getPort());
        database.setCamelContext(camel);
        database.setUrl("jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
        database.setUser("app");
        database.setProfile("database");
    }

    private void profile(String hosts) {
        Map<String, String> properties = new TreeMap<>(issuer.profile("database", hosts));
        OAuth.install(camel, properties, clock);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private static void asAdministrator(String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static String asked(Connection connection, String question) throws SQLException {
        try (connection;
                Statement sql = connection.createStatement();
                ResultSet answer = sql.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static void issued(String token) {
        issuer.answers(okJson("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + token + "\"}"));
    }

    /** What the database takes from now on. */
    private static void accepted(String token) throws SQLException {
        asAdministrator("ALTER ROLE app PASSWORD '" + token + "'");
    }

    @Test
    void theTokenIsThePassword() throws Exception {
        issued("token-1");
        accepted("token-1");

        assertThat(asked(database.getConnection(), "SELECT current_user")).isEqualTo("app");
    }

    @Test
    void anExpiredTokenIsReplacedBeforeItIsShown() throws Exception {
        issued("token-1");
        accepted("token-1");
        database.getConnection().close();

        issued("token-2");
        accepted("token-2");
        clock.advance(Duration.ofHours(2));

        assertThat(asked(database.getConnection(), "SELECT current_user")).isEqualTo("app");
    }

    @Test
    void aRefusedTokenIsRenewedOnce() throws Exception {
        issued("token-1");
        accepted("token-1");
        database.getConnection().close();

        issued("token-2");
        accepted("token-2");

        assertThat(asked(database.getConnection(), "SELECT current_user")).isEqualTo("app");
    }

    @Test
    void aRefusalThatStaysIsTheDatabases() throws Exception {
        issued("token-1");
        accepted("another");

        assertThatThrownBy(database::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed for user \"app\"")
                .hasMessageNotContaining("token-1");
    }

    @Test
    void aDatabaseThatIsNoHostOfTheProfileGetsNoToken() {
        database.setUrl("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres");

        assertThatThrownBy(database::getConnection)
                .hasMessage("oauth.database: the token may not go to https://localhost:" + postgres.getPort()
                        + "; add it to oauth.database.hosts");
        assertThat(issuer.requests()).isEmpty();
    }

    @Test
    void aTokenGoesOverTlsOnly() {
        assertThatThrownBy(() -> database.setUrl("jdbc:postgresql://db.test/postgres?sslmode=require"))
                .hasMessage("url: add sslmode=verify-full, for the token goes over this connection");
    }

    @Test
    void anErrorOfTheDriverWithoutAStateIsToldAsItIs() throws Exception {
        issued("token-1");
        Driver withoutState = new DriverWithoutState();
        Driver real = DriverManager.getDriver("jdbc:postgresql://localhost/x");
        DriverManager.deregisterDriver(real);
        DriverManager.registerDriver(withoutState);
        try {
            assertThatThrownBy(database::getConnection)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("out of sorts");
        } finally {
            DriverManager.deregisterDriver(withoutState);
            DriverManager.registerDriver(real);
        }
    }

    /** A driver as they are found: its errors need not have a state. */
    private static final class DriverWithoutState extends org.postgresql.Driver {
        @Override
        public Connection connect(String url, Properties login) throws SQLException {
            throw new SQLException("out of sorts");
        }
    }

    @Test
    void anUnknownProfileIsNamedWithTheNearest() {
        database.setProfile("databse");

        assertThatThrownBy(database::getConnection)
                .hasMessage("There is no profile oauth.databse; did you mean database?");
    }
}
