package io.github.bactrian.daemon;

import io.github.bactrian.oauth.Token;
import io.github.bactrian.oauth.TokenException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bactrian token}. */
@Command(
        name = "token",
        description = "Gets a token as the daemon would, and shows what it says; never the token itself. Exit code 2 if"
                + " there is none or a required role is missing.",
        mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
    @Mixin
    private ProfileArguments arguments = new ProfileArguments();

    @Override
    public Integer call() {
        return arguments.with(this::show);
    }

    private int show(Configuration configuration, String name) {
        try (LoneProfile profile = LoneProfile.open(configuration, name)) {
            Clock clock = Clock.systemUTC();
            String tenant = profile.tenant(arguments.tenant());
            Token token = profile.token(tenant);
            new TokenText(token, clock.instant()).lines().forEach(Stdout::line);
            profile.certificates(clock.instant()).forEach(Stdout::line);
            new IssuerClock(clock)
                    .ahead(profile.settings())
                    .ifPresent(ahead -> Stdout.line(IssuerClock.inWords(ahead).replaceFirst(" ", "    ")));
            String remedy = profile.remedy(token, tenant);
            if (!remedy.isEmpty()) {
                throw StartFault.configuration(remedy);
            }
            return 0;
        } catch (TokenException e) {
            throw new StartFault(e.needsAction() ? StartFault.CONFIGURATION : StartFault.OTHER, e.getMessage(), e);
        }
    }
}
