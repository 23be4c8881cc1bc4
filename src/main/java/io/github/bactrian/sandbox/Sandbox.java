package io.github.bactrian.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.PublicApi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * An issuer shaped like Entra and a directory API shaped like Graph, in memory, on loopback. Routes that work here have
 * met real tokens, real refusals and, with {@link #faults()}, bad weather.
 */
@PublicApi
public final class Sandbox implements AutoCloseable {

    private final SandboxSettings settings;
    private final Vertx vertx;
    private final URI issuer;
    private final URI directory;
    private final Path caFile;
    private final SigningKeys keys = new SigningKeys();
    private final AccessTokens tokens;
    private final Faults faults;
    private final Registrations apps;
    private final Stats stats = new Stats();
    private final ClaimsDemand demand = new ClaimsDemand();
    private final DirectoryApi directoryApi;
    private volatile Consumer<RecordedCall> recorder = call -> {};

    private Sandbox(SandboxSettings settings, Vertx vertx) {
        this.settings = settings;
        this.vertx = vertx;
        CertificateAuthority ca = new CertificateAuthority(Instant.now());
        HttpServerOptions https = new HttpServerOptions().setSsl(true).setKeyCertOptions(ca.loopbackServer());
        LoopbackServer issuerServer = LoopbackServer.listen(vertx, https, settings.issuerPort(), "issuerPort");
        LoopbackServer directoryServer =
                LoopbackServer.listen(vertx, new HttpServerOptions(), settings.directoryPort(), "directoryPort");
        this.caFile = ca.writeTo(settings.caDirectory());
        this.issuer = URI.create("https://localhost:" + issuerServer.port());
        this.directory = URI.create("http://127.0.0.1:" + directoryServer.port() + "/v1.0");
        this.tokens = new AccessTokens(keys, issuer.toString(), settings.tokenLifetime(), settings.clock());
        this.apps = new Registrations(settings.apps());
        this.faults = new Faults(settings.clock());
        this.directoryApi = directoryApi();
        Issuer entra = new Issuer(settings, issuer, keys, tokens, stats, apps);
        OidcIssuer oidc = new OidcIssuer(settings, keys, tokens, stats, apps);
        issuerServer.serve(
                new FaultyApi(new Issuers(entra, oidc, settings.clock()), faults, stats.issuer(), vertx, call -> {}));
        directoryServer.serve(directoryAndControl());
    }

    /**
     * Starts both servers; they are ready when this returns.
     *
     * @throws IllegalStateException if a port is taken or the CA's certificate cannot be written; says which and where
     */
    public static Sandbox start(SandboxSettings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return new Sandbox(settings, vertx);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    /** {@code https://localhost:PORT}: the authority, to which a tenant id is added. */
    public URI issuer() {
        return issuer;
    }

    /**
     * {@code https://localhost:PORT/oidc/TENANT}: an issuer that is not shaped like Entra, with the same apps. Its tokens
     * are good for the directory API as well.
     */
    public URI oidcIssuer() {
        return URI.create(OidcIssuer.issuer(issuer, app().tenantId()));
    }

    /** {@code http://127.0.0.1:PORT/v1.0}. */
    public URI directory() {
        return directory;
    }

    /** The certificate, as PEM, of the CA that the issuer's certificate is from. */
    public Path caFile() {
        return caFile;
    }

    /** The first of the app registrations. */
    public AppRegistration app() {
        return settings.apps().get(0);
    }

    /** What the directory API is called in scopes: a daemon asks for this and {@code /.default}. */
    public String resource() {
        return settings.resources().get(0);
    }

    /**
     * Adds an app, or replaces the one with the same tenant and client id: other certificates, another secret, other
     * roles. Tokens issued so far stay as they are, and {@link #app()} answers what it did.
     */
    public void register(AppRegistration app) {
        apps.put(app);
    }

    public Faults faults() {
        return faults;
    }

    public Stats stats() {
        return stats;
    }

    /** How many users the tenant of {@link #app()} has. */
    public int userCount() {
        return directoryApi.usersOf(app().tenantId()).size();
    }

    /**
     * Has somebody told of each request to the directory API from now on, when its answer is known and before the client has
     * it; by any thread.
     */
    public void record(Consumer<RecordedCall> told) {
        recorder = told;
    }

    /**
     * Adds a user to the tenant of {@link #app()}, as if it had been there before.
     *
     * @throws IllegalArgumentException if the directory would not take it; says why
     */
    public void addUser(ObjectNode user) {
        directoryApi.put(app().tenantId(), user);
    }

    /** Makes every token issued so far unusable, though its signature and lifetime are good. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Makes every delta link given so far unusable: the directory API answers 410 and demands a resync. */
    public void expireDeltaTokens() {
        directoryApi.expireDeltaTokens();
    }

    /** Signs with a new key from now on; tokens signed with the old one are refused. */
    public void rotateSigningKey() {
        keys.rotate();
    }

    /**
     * From now on the directory API answers 401 with a claims challenge, except to tokens that were asked for with these
     * claims among theirs.
     *
     * @param claims a JSON object, such as {@code {"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}}
     * @throws IllegalArgumentException if it is none
     */
    public void demandClaims(String claims) {
        demand.set(claims);
    }

    /** Ends what {@link #demandClaims} began. */
    public void demandNoClaims() {
        demand.clear();
    }

    /** Forgets users, faults, demanded claims and counts; tokens stay good. */
    public void reset() {
        demand.clear();
        faults.clear();
        directoryApi.forgetUsers();
        stats.reset();
    }

    @Override
    public void close() {
        close(vertx);
    }

    private static void close(Vertx vertx) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private DirectoryApi directoryApi() {
        BearerCheck bearer = new BearerCheck(keys, tokens, resource(), settings.clock(), demand);
        UserRules rules = new UserRules(settings.emptyTextRefused());
        return new DirectoryApi(directory, issuer, bearer, rules, stats, settings.clock(), demand);
    }

    private LoopbackServer.Handler directoryAndControl() {
        FaultyApi faulty = new FaultyApi(directoryApi, faults, stats.directory(), vertx, call -> recorder.accept(call));
        Control control = new Control(this);
        return (request, outlet) -> (Control.isMeant(request) ? control : faulty).handle(request, outlet);
    }
}
