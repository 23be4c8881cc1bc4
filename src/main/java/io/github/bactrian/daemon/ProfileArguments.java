package io.github.bactrian.daemon;

import io.github.bactrian.SettingException;
import io.github.bactrian.sandbox.Sandbox;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands about one profile are told. */
final class ProfileArguments {
    @Mixin
    private Options options = new Options();

    @Parameters(paramLabel = "PROFILE", description = "The profile's name, such as graph for oauth.graph.*")
    private String name = "";

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Another tenant than the profile's own.")
    private @Nullable String tenant;

    @Option(names = "--sandbox", description = "As with run --sandbox.")
    private boolean sandbox;

    /** What is done with the configuration and the profile's name. */
    interface Action {
        int run(Configuration configuration, String name);
    }

    @Nullable
    String tenant() {
        return tenant;
    }

    /** @throws StartFault if the profile does not exist or cannot work */
    int with(Action action) {
        Configuration configuration = ConfigurationFiles.read(Path.of(""), sandbox, options);
        if (!sandbox) {
            return with(configuration, action);
        }
        try (Sandbox running = SandboxSession.passing()) {
            return with(configuration.under(SandboxSession.properties(running)), action);
        }
    }

    private int with(Configuration configuration, Action action) {
        try {
            return action.run(configuration, LoneProfile.plain(configuration, name));
        } catch (SettingException e) {
            throw new StartFault(StartFault.CONFIGURATION, Reasons.of(e, configuration), e);
        } catch (IllegalArgumentException e) {
            throw new StartFault(StartFault.CONFIGURATION, Reasons.of(e), e);
        }
    }
}
