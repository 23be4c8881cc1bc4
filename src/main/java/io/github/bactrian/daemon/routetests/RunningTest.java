package io.github.bactrian.daemon.routetests;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bactrian.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Does what one test says, and keeps what came of it. */
final class RunningTest implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RouteTest test;
    private final TestParts parts;
    private final TestFolders folders;
    private final Set<String> started = new LinkedHashSet<>();
    private UnaryOperator<String> mask = Printable::lines;
    private @Nullable JsonNode receipt;
    private @Nullable Exchange exchange;

    RunningTest(RouteTest test, TestParts parts, TestFolders folders) {
        this.test = test;
        this.parts = parts;
        this.folders = folders;
    }

    /** Takes out of a text what nobody is to see. */
    String masked(String text) {
        return mask.apply(text);
    }

    /** Does all steps, or those up to the first that fails; why it did. */
    Optional<Difference> play() throws InterruptedException, IOException {
        for (Step step : test.steps()) {
            Optional<String> obstacle = play(step);
            if (obstacle.isPresent()) {
                return Optional.of(
                        Difference.obstacle(step.at().file(), step.at().line(), obstacle.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> play(Step step) throws InterruptedException, IOException {
        try {
            if (step instanceof Step.Drop drop) {
                drop(drop);
            } else if (step instanceof Step.Trigger trigger) {
                trigger(trigger);
            }
        } catch (ExecutionException e) {
            return Optional.of("it failed: " + e.getCause());
        } catch (TimeoutException e) {
            return Optional.of(waiting());
        }
        boolean mayFail = test.expected().get("fails") != null;
        return mayFail
                ? Optional.empty()
                : Optional.ofNullable(failure()).map(failure -> "the route failed: " + failure);
    }

    private String waiting() {
        return "it has not ended after " + LONGEST.toSeconds() + " s"
                + parts.imports().progress().stream()
                        .map(job -> ", " + job.state() + (job.holdReason() == null ? "" : ": " + job.holdReason()))
                        .reduce("", String::concat);
    }

    private void drop(Step.Drop drop) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        String route = parts.routes().importRoute(drop);
        if (started.add(route)) {
            start(route);
        }
        Path file = Files.write(folders.drops().resolve(drop.file()), drop.content());
        mask = new SecretsOf(parts.imports(), drop.importName(), file, mask);
        receipt = Texts.JSON.valueToTree(
                parts.imports().importFile(drop.importName(), file, false).get(LONGEST.toSeconds(), TimeUnit.SECONDS));
    }

    private void start(String route) {
        try {
            parts.context().getRouteController().startRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException("route " + route + " does not start: " + e.getMessage(), e);
        }
    }

    private void trigger(Step.Trigger trigger) throws InterruptedException, ExecutionException, TimeoutException {
        TestRoutes.Route route = parts.routes().route(trigger);
        ExchangePattern pattern = route.answers() ? ExchangePattern.InOut : ExchangePattern.InOnly;
        exchange = CompletableFuture.supplyAsync(() -> parts.producer()
                        .send(route.entry(), pattern, message -> fill(message.getMessage(), route, trigger)))
                .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }

    private void fill(Message message, TestRoutes.Route route, Step.Trigger trigger) {
        if (route.scheme().equals("quartz")) {
            Date now = Date.from(parts.lapse().now());
            message.setHeader("fireTime", now);
            message.setHeader("scheduledFireTime", now);
        }
        trigger.headers().forEach(message::setHeader);
        message.setBody(trigger.body());
    }

    private @Nullable String failure() {
        Exception exception = exchange == null ? null : exchange.getException();
        return exception == null ? null : Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    }

    /** What came of it until now. */
    Outcome outcome(CallLog calls, Mocks mocks, int users) {
        Map<String, String> headers = new TreeMap<>();
        String body = null;
        if (exchange != null) {
            exchange.getMessage().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
            body = exchange.getMessage().getBody(String.class);
        }
        return new Outcome(receipt, body, headers, failure(), calls.calls(), mocks.sent(), users, folders.home());
    }

    /** Stops the imports that it started. */
    @Override
    public void close() {
        for (String route : started) {
            try {
                parts.context().getRouteController().stopRoute(route);
            } catch (Exception e) {
                throw new IllegalStateException("route " + route + " does not stop: " + e.getMessage(), e);
            }
        }
        parts.imports().closeLedger();
    }
}
