package io.github.bactrian.imports;

import io.github.bactrian.sandbox.Fault;
import io.github.bactrian.sandbox.Sandbox;
import io.github.bactrian.sandbox.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Bad weather at a sandbox, another one each time. */
final class Weather {
    private static final Map<String, String> SOON = Map.of("Retry-After", "1");

    private final Sandbox sandbox;
    private final Random random;
    private long leftUnanswered;

    Weather(Sandbox sandbox, Random random) {
        this.sandbox = sandbox;
        this.random = random;
    }

    void change() {
        calm();
        List<Fault> faults = new ArrayList<>();
        maybe(3, faults, now().lasting(Duration.ofMillis(random.nextInt(1200))).answer(429, SOON, null));
        maybe(4, faults, now().count(3).answer(503, SOON, null));
        maybe(4, faults, now().count(1).answer(401));
        maybe(3, faults, sometimes().answer(500));
        maybe(3, faults, sometimes().answer(500).acting());
        maybe(3, faults, sometimes().drop());
        maybe(3, faults, sometimes().drop().acting());
        maybe(3, faults, sometimes().delay(Duration.ofMillis(300)));
        maybe(4, faults, Fault.on("POST", "/*/oauth2/v2.0/token").count(1).answer(503));
        maybe(5, faults, Fault.on("POST", "/*/oauth2/v2.0/token").count(1).drop());
        faults.add(posts().delay(Duration.ofMillis(10 + random.nextInt(20))));
        sandbox.faults().set(faults);
    }

    /** The sun shines. */
    void calm() {
        leftUnanswered += unclear();
        sandbox.faults().clear();
    }

    /** How many calls were answered so, or left without an answer, that nobody can know whether they took effect. */
    long leftUnanswered() {
        return leftUnanswered;
    }

    private long unclear() {
        long happened = 0;
        for (var fault : sandbox.faults().report()) {
            boolean ofRows = fault.path("path").asText().equals("/v1.0/users");
            if (ofRows && (fault.has("drop") || fault.path("status").asInt() == 500)) {
                happened += fault.path("happened").asLong();
            }
        }
        return happened;
    }

    private void maybe(int oneOf, List<Fault> faults, Fault fault) {
        if (random.nextInt(oneOf) == 0) {
            faults.add(fault);
        }
    }

    private When now() {
        return posts().from(1 + random.nextInt(60));
    }

    private When sometimes() {
        return now().every(8 + random.nextInt(20));
    }

    private static When posts() {
        return Fault.on("POST", "/v1.0/users");
    }
}
