package io.github.bactrian.jdbc;

import io.github.bactrian.Mask;
import io.github.bactrian.NearestName;
import io.github.bactrian.PublicApi;
import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.io.PrintWriter;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a PostgreSQL database with the current token of a profile as the password, one connection each time; put a
 * pool in front of it. A password that the database refuses is renewed once.
 */
@PublicApi
public final class TokenDataSource implements DataSource, CamelContextAware {

    /** PostgreSQL's {@code invalid_password} and {@code invalid_authorization_specification}. */
    private static final List<String> REFUSED = List.of("28P01", "28000");

    private @Nullable CamelContext context;
    private @Nullable PostgresUrl url;
    private @Nullable String user;
    private @Nullable String profile;
    private int loginTimeout = 30;

    /**
     * Where the database is.
     *
     * @param url {@code jdbc:postgresql://host:port/database?sslmode=verify-full}; TLS may be missing on loopback only
     * @throws IllegalArgumentException if the token could go elsewhere; the message names the parameter, and the remedy
     */
    public void setUrl(String url) {
        this.url = PostgresUrl.of(url);
    }

    /**
     * Whom the database knows.
     *
     * @param user such as the name of a managed identity
     */
    public void setUser(String user) {
        this.user = user;
    }

    /**
     * Whose tokens are the password.
     *
     * @param profile its {@code hosts} name the database: {@code https://host:5432}
     */
    public void setProfile(String profile) {
        this.profile = profile;
    }

    @Override
    public Connection getConnection() throws SQLException {
        OAuthProfile found = profile();
        PostgresUrl database = allowed(found);
        try {
            String tenant = found.tenants().iterator().next();
            Token token = found.token(tenant);
            try {
                return connection(database, token);
            } catch (SQLException e) {
                Token renewed = isRefusal(e) ? found.renew(tenant, token, null) : token;
                if (renewed.value().equals(token.value())) {
                    throw e;
                }
                return connection(database, renewed);
            }
        } catch (TokenException e) {
            throw new SQLException(e.getMessage(), "28000", e);
        }
    }

    private static boolean isRefusal(SQLException e) {
        // errors that the driver finds before it has asked the server may have no state
        return e.getSQLState() != null && REFUSED.contains(e.getSQLState());
    }

    private Connection connection(PostgresUrl database, Token token) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", required(user, "user"));
        login.setProperty("password", token.value());
        login.setProperty("loginTimeout", String.valueOf(loginTimeout));
        try {
            return DriverManager.getConnection(database.text(), login);
        } catch (SQLException e) {
            throw without(token, e);
        }
    }

    /** A server can write into its refusal what it likes, and it has just read the password. */
    private static SQLException without(Token token, SQLException refusal) {
        Mask mask = Mask.ofSecrets(List.of(token.value()));
        String message = String.valueOf(refusal.getMessage());
        String masked = mask.apply(message);
        if (masked.equals(message)) {
            return refusal;
        }
        SQLException clean = new SQLException(masked, refusal.getSQLState(), refusal.getErrorCode());
        clean.setStackTrace(refusal.getStackTrace());
        return clean;
    }

    private OAuthProfile profile() throws SQLException {
        OAuth oauth = context == null ? null : OAuth.of(context);
        String name = required(profile, "profile");
        if (oauth == null) {
            throw new SQLException("There are no profiles in this Camel context, so no oauth." + name);
        }
        List<String> names = oauth.profiles().stream().map(OAuthProfile::name).toList();
        return oauth.profiles().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SQLException("There is no profile oauth." + name + "; " + NearestName.hint(name, names)));
    }

    private PostgresUrl allowed(OAuthProfile found) throws SQLException {
        PostgresUrl database = required(url, "url");
        for (URI origin : database.origins()) {
            if (!found.allows(origin)) {
                throw new SQLException(
                        found + ": the token may not go to " + origin + "; add it to " + found + ".hosts");
            }
        }
        return database;
    }

    private static <T> T required(@Nullable T value, String name) throws SQLException {
        if (value == null) {
            throw new SQLException("A TokenDataSource needs its property " + name);
        }
        return value;
    }

    /** Refused: the password is the token. */
    @Override
    public Connection getConnection(String name, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The password is the profile's token; call getConnection()");
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Log with the driver's own means");
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("This is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
