package io.github.bactrian.junit;

import io.github.bactrian.PublicApi;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A sandbox for a test class, on free ports: started on first use, emptied before each test, closed after the last. Either
 * {@code @ExtendWith(SandboxExtension.class)} and a parameter of type {@link Sandbox}, or a static field with
 * {@code @RegisterExtension}.
 */
@PublicApi
public final class SandboxExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {

    private final UnaryOperator<SandboxSettings> wish;
    private @Nullable Sandbox sandbox;
    private int classes;

    /** A sandbox with the usual settings. */
    public SandboxExtension() {
        this(settings -> settings);
    }

    /**
     * A sandbox with settings of its own.
     *
     * @param wish changes them: other apps, resources, token lifetimes
     */
    public SandboxExtension(UnaryOperator<SandboxSettings> wish) {
        this.wish = wish;
    }

    /** The one of this class. */
    public synchronized Sandbox sandbox() {
        if (sandbox == null) {
            sandbox = Sandbox.start(wish.apply(SandboxSettings.in(directory())));
        }
        return sandbox;
    }

    /** The properties {@code oauth.<profile>.*} of a profile that may call the directory API. */
    public Map<String, String> profile(String name) {
        String prefix = "oauth." + name + ".";
        return Map.of(
                prefix + "tenant-id", sandbox().app().tenantId(),
                prefix + "client-id", sandbox().app().clientId(),
                prefix + "client-secret", sandbox().app().clientSecret(),
                prefix + "scope", sandbox().resource() + "/.default",
                prefix + "authority-host", sandbox().issuer().toString(),
                prefix + "ca-file", sandbox().caFile().toString(),
                prefix + "hosts", "http://" + sandbox().directory().getAuthority());
    }

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("bactrian-sandbox");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        classes++;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sandbox().reset();
    }

    /** A class nested in the one with the sandbox ends earlier. */
    @Override
    public void afterAll(ExtensionContext context) {
        classes--;
        if (classes == 0 && sandbox != null) {
            sandbox.caFile().toFile().deleteOnExit();
            sandbox.close();
            sandbox = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sandbox();
    }
}
