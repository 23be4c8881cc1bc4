package io.github.bactrian.console;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import io.github.bactrian.oauth.TokenStanding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** What makes the daemon unwell, beside what Camel watches itself. A check says what is wrong and the way out. */
final class Checks {
    private static final long LEAST_BYTES = 100L << 20;
    private static final int LEAST_DAYS = 7;

    private Checks() {}

    /**
     * Adds them to Camel's own.
     *
     * @param data where the ledger is
     */
    static void register(CamelContext context, OAuth oauth, Path data, Clock clock) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.register(new Check("bactrian-issuer", () -> unissued(oauth)));
        registry.register(new Check("bactrian-credential", () -> ending(oauth, clock)));
        registry.register(new Check("bactrian-disk", () -> full(data)));
    }

    private static Optional<String> unissued(OAuth oauth) {
        return joined(oauth.profiles().stream()
                .flatMap(profile -> profile.standings().stream())
                .map(TokenStanding::failure)
                .flatMap(Stream::ofNullable));
    }

    private static Optional<String> ending(OAuth oauth, Clock clock) {
        return joined(oauth.profiles().stream().flatMap(profile -> endings(profile, clock)));
    }

    private static Stream<String> endings(OAuthProfile profile, Clock clock) {
        try {
            return profile.certificates().stream()
                    .filter(life -> life.daysLeft(clock.instant()) < LEAST_DAYS)
                    .map(life -> profile + ": the certificate " + life.file() + " has "
                            + Math.max(0, life.daysLeft(clock.instant())) + " days left; register a new one");
        } catch (TokenException e) {
            return Stream.of(e.getMessage());
        }
    }

    private static Optional<String> full(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            return free >= LEAST_BYTES
                    ? Optional.empty()
                    : Optional.of(data + " has " + (free >> 20) + " MiB left; imports pause when it is full");
        } catch (IOException e) {
            return Optional.of(data + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Optional<String> joined(Stream<String> faults) {
        String all = faults.distinct().collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** Down while its fault is there. */
    private static final class Check extends AbstractHealthCheck {
        private final Supplier<Optional<String>> fault;

        Check(String id, Supplier<Optional<String>> fault) {
            super("bactrian", id);
            this.fault = fault;
        }

        @Override
        public boolean isLiveness() {
            return false;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            fault.get().ifPresentOrElse(what -> builder.message(what).down(), builder::up);
        }
    }
}
