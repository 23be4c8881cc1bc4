package io.github.bactrian.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

class PostgresUrlTest {
    private static final String SAFE = "jdbc:postgresql://db.test:5433/orders?sslmode=verify-full";

    /** What the driver sets of its own from host and path. */
    private static final Set<String> FROM_THE_ADDRESS = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=disable",
                "sslmode=verify-full",
                "sslmode",
                "PGHOST=evil.example",
                "PGPORT=1",
                "PGDBNAME=other",
                "pghost=evil.example",
                "service=evil",
                "options=-c%20x%3Dy",
                "sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "sslfactoryarg=x",
                "sslhostnameverifier=Any",
                "sslpasswordcallback=Any",
                "sslpassword=x",
                "socketFactory=Any",
                "socketFactoryArg=x",
                "connectExecutor=Any",
                "xmlFactoryFactory=Any",
                "authenticationPluginClassName=Any",
                "loggerFile=/tmp/x",
                "loggerLevel=TRACE",
                "localSocketAddress=10.0.0.1",
                "gssEncMode=prefer",
                "user=eve",
                "password=x",
                "USER=eve",
                "SSLMODE=disable",
                "%73slmode=disable",
                "ssl mode=disable",
                " sslmode=disable",
                "ssl=false",
                "replication=true",
                "unheard-of=1"
            })
    void aParameterThatCouldLeadTheTokenElsewhereIsRefusedByItsName(String parameter) {
        String name = parameter.replaceFirst("=.*", "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUrl.of(SAFE + "&" + parameter))
                .withMessageStartingWith("url: ")
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .containsIgnoringCase(name)
                        .matches("(?s).*(leave it out|give it once|leave user and password out).*"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PostgresUrl.of("jdbc:postgresql://db.test:5433/orders?" + parameter + "&sslmode=verify-full"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void theDriverUnderstandsWhatPassesAsItWasChecked(String url) {
        PostgresUrl checked = PostgresUrl.of(url);

        Properties driver = Driver.parseURL(url, new Properties());

        assertThat(driver).isNotNull();
        String[] hosts = driver.getProperty("PGHOST").split(",", -1);
        String[] ports = driver.getProperty("PGPORT").split(",", -1);
        assertThat(checked.origins())
                .hasSize(hosts.length)
                .isEqualTo(Stream.iterate(0, i -> i + 1)
                        .limit(hosts.length)
                        .map(i -> URI.create("https://" + hosts[i] + ":" + ports[i]))
                        .toList());
        driver.keySet().removeAll(FROM_THE_ADDRESS);
        assertThat(driver.stringPropertyNames()).isEqualTo(checked.parameters().keySet());
        assertThat(driver.getProperty("sslmode", ""))
                .isEqualTo(checked.parameters().getOrDefault("sslmode", ""));
    }

    static List<String> allowed() {
        return List.of(
                SAFE,
                SAFE + "&",
                "jdbc:postgresql://db.test/orders?&&sslmode=verify-full&ApplicationName=b%26c%3Dd",
                "jdbc:postgresql://db.test/?sslmode=verify-full",
                "jdbc:postgresql://a.test:1,b.test,[2001:db8::1]:3/orders?targetServerType=primary&sslmode=verify-full",
                "jdbc:postgresql://localhost/orders",
                "jdbc:postgresql://127.0.0.1:5432/orders?connectTimeout=5&socketTimeout=30",
                "jdbc:postgresql://[::1]:5432/orders?sslmode=disable",
                SAFE + "&sslrootcert=/etc/ssl/db.pem&sslcert=c.pem&sslkey=k.pk8&currentSchema=x,y&readOnly=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://good@evil.test/orders?sslmode=verify-full",
                "jdbc:postgresql://good#evil.test/orders?sslmode=verify-full",
                "jdbc:postgresql://good%2Fevil/orders?sslmode=verify-full",
                "jdbc:postgresql://good\\evil/orders?sslmode=verify-full",
                "jdbc:postgresql:///orders?sslmode=verify-full",
                "jdbc:postgresql:orders?sslmode=verify-full",
                "jdbc:postgresql://db.test/a/b?sslmode=verify-full",
                "jdbc:postgresql://db.test,/orders?sslmode=verify-full",
                "jdbc:postgresql://db.test:123456/orders?sslmode=verify-full",
                "jdbc:postgresql://db.test/orders",
                "jdbc:postgresql://localhost,db.test/orders",
                "jdbc:postgresql://127.0.0.1.evil.test/orders",
                "jdbc:h2:mem:x"
            })
    void anAddressThatTheDriverCouldReadOtherwiseIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUrl.of(url))
                .withMessageStartingWith("url: ");
    }

    @Test
    void noParameterThatTheDriverTakesForAClassOrAFileToWriteIsAllowed() {
        List<String> dangerous = Arrays.stream(PGProperty.values())
                .filter(
                        property -> (property.getName() + " " + property.getDescription())
                                .matches(
                                        "(?is).*(class|factory|executor|loggerFile|service|\\bhost(name)? (of|to)|SSL key.?s? pass).*"))
                .map(PGProperty::getName)
                .toList();

        assertThat(dangerous).contains("socketFactory", "sslfactory", "service", "PGHOST");
        assertThat(dangerous).allSatisfy(name -> assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresParameters.read(name + "=x")));
    }

    @Test
    void eachAllowedParameterIsKnownToTheDriverByThatVeryName() {
        List<String> known = Arrays.stream(PGProperty.values())
                .map(PGProperty::getName)
                .filter(PostgresUrlTest::isAllowed)
                .toList();

        assertThat(known).contains("sslmode", "sslrootcert", "ApplicationName").hasSizeGreaterThan(40);
        assertThatCode(() -> PostgresParameters.read("reWriteBatchedInserts=true"))
                .doesNotThrowAnyException();
    }

    private static boolean isAllowed(String name) {
        try {
            return PostgresParameters.read(name + "=x").containsKey(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void aNameThatIsSpeltOtherwiseIsRefusedWithTheRightOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresUrl.of(SAFE + "&connecttimeout=1"))
                .withMessageContaining("connecttimeout")
                .withMessageContaining("did you mean 'connectTimeout'?");
    }
}
