package io.github.bactrian.daemon;

import io.github.bactrian.Settings;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bactrian consent-url}. */
@Command(
        name = "consent-url",
        description = "Prints where an administrator consents to what the app may do: one link for each tenant of the"
                + " profile, or for the one given, which need not be among them yet.",
        mixinStandardHelpOptions = true)
final class ConsentUrlCommand implements Callable<Integer> {
    @Mixin
    private ProfileArguments arguments = new ProfileArguments();

    @Override
    public Integer call() {
        return arguments.with(this::print);
    }

    private int print(Configuration configuration, String name) {
        Settings profile = LoneProfile.settings(configuration, name);
        String given = arguments.tenant();
        Set<String> tenants = given == null ? ConsentPage.tenants(profile) : Set.of(given);
        if (tenants.isEmpty()) {
            throw profile.problem("tenant-id", "is missing; write the directory (tenant) ID, or give --tenant");
        }
        for (String tenant : tenants) {
            Stdout.line(ConsentPage.of(profile, tenant)
                    .orElseThrow(() -> profile.problem("type", "has no page for consent: that is Entra's alone")));
        }
        return 0;
    }
}
