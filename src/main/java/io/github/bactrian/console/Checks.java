package io.github.bactrian.console;

import io.github.bactrian.oauth.OAuth;
import io.github.bactrian.oauth.OAuthProfile;
import io.github.bactrian.oauth.TokenException;
import io.github.bactrian.oauth.TokenStanding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** What makes the daemon unwell, beside what Camel watches itself. A check says what is wrong and the way out. */
final class Checks {
    private static final int LEAST_DAYS = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Checks() {}

    /** Adds them to Camel's own. */
    static void register(State state, ConsoleSettings settings) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(state.camel().context());
        registry.register(new Check("bactrian-issuer", () -> unissued(state.oauth())));
        registry.register(new Check("bactrian-credential", () -> ending(state.oauth(), state.clock())));
        registry.register(new Check("bactrian-ledger", () -> state.imports().ledgerFault(PATIENCE)));
        registry.register(new Check("bactrian-disk", () -> full(settings)));
        registry.register(new Check("bactrian-jobs", () -> stuck(state, settings.stuckAfter())));
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

    private static Optional<String> full(ConsoleSettings settings) {
        Path data = settings.data();
        try {
            long free = Files.getFileStore(data).getUsableSpace() >> 20;
            return free >= settings.leastDisk()
                    ? Optional.empty()
                    : Optional.of(data + " has " + free + " MiB left, less than the " + settings.leastDisk()
                            + " of bactrian.console.least-disk; imports wait when it is full. Make room");
        } catch (IOException e) {
            return Optional.of(data + " cannot be looked at: " + e.getMessage());
        }
    }

    private static Optional<String> stuck(State state, Duration most) {
        return joined(state.stalls().all().stream()
                .filter(one -> one.idle().compareTo(most) >= 0)
                .map(one -> "import:" + one.job().importName() + ", job "
                        + one.job().job()
                        + ": no row ended or was read for "
                        + one.idle().toMinutes() + " min, though it is not paused; 'bactrian jobs stop "
                        + one.job().job() + "' puts it aside, and the log says which row hangs"));
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
