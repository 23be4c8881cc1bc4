package io.github.bactrian.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bactrian.PublicApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Faults as JSON: an array, one object a fault.
 *
 * <pre>
 * [ {"method": "POST", "path": "/v1.0/users", "from": 3, "count": 2, "status": 503, "headers": {"Retry-After": "2"}},
 *   {"method": "POST", "path": "/v1.0/users", "from": 10, "every": 10, "drop": true, "acts": true},
 *   {"path": "/&#42;/oauth2/v2.0/token", "count": 1, "delay": "5s"},
 *   {"path": "/v1.0", "quota": "20/1s"},
 *   {"path": "/v1.0", "for": "3s", "status": 502, "body": "&lt;html&gt;Bad Gateway&lt;/html&gt;"} ]
 * </pre>
 *
 * <p>Which requests: {@code path} (required) and {@code method} (default {@code *}), {@code from} (1), {@code every} (1),
 * {@code count} (no limit), {@code for} (no limit), {@code containing} (anything), as in {@link When}. What happens: one of {@code status} (with
 * {@code headers} and {@code body}), {@code drop}, {@code quota}, or none of these; and {@code delay}, {@code acts}, as in
 * {@link Fault}. Times are a number and {@code ms}, {@code s}, {@code m} or {@code h}.
 */
@PublicApi
public final class FaultScript {

    private static final List<String> KEYS = List.of(
            "method",
            "path",
            "containing",
            "from",
            "every",
            "count",
            "for",
            "delay",
            "acts",
            "status",
            "headers",
            "body",
            "drop",
            "quota");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern QUOTA = Pattern.compile("(\\d{1,9})/(\\d{0,9})(ms|s|m|h)");

    private FaultScript() {}

    /** The keys that a fault may have. */
    public static List<String> keys() {
        return KEYS;
    }

    /**
     * Reads a fault script from its text.
     *
     * @throws IllegalArgumentException for anything that is not a fault script; says where and why
     */
    public static List<Fault> read(String json) {
        try {
            return read(Reply.JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The fault script is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a fault script from its parsed JSON.
     *
     * @throws IllegalArgumentException for anything that is not a fault script; says where and why
     */
    public static List<Fault> read(JsonNode script) {
        if (!script.isArray()) {
            throw new IllegalArgumentException("A fault script is a JSON array of faults");
        }
        List<Fault> faults = new ArrayList<>();
        for (JsonNode each : script) {
            try {
                faults.add(fault(each));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Fault " + (faults.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return faults;
    }

    static ObjectNode write(Fault fault) {
        When when = fault.when();
        ObjectNode json = Reply.object().put("method", when.method()).put("path", when.path());
        json.put("from", when.from()).put("every", when.every());
        if (when.count() < Integer.MAX_VALUE) {
            json.put("count", when.count());
        }
        Duration lasting = when.lasting();
        if (lasting != null) {
            json.put("for", lasting.toMillis() + "ms");
        }
        if (!fault.delay().isZero()) {
            json.put("delay", fault.delay().toMillis() + "ms");
        }
        if (!when.containing().isEmpty()) {
            json.put("containing", when.containing());
        }
        json.put("acts", fault.acts());
        write(fault.effect(), json);
        return json;
    }

    private static void write(Fault.Effect effect, ObjectNode json) {
        if (effect instanceof Fault.Answer answer) {
            json.put("status", answer.status()).putPOJO("headers", answer.headers());
            if (answer.body() != null) {
                json.set("body", answer.body());
            }
        } else if (effect instanceof Fault.Quota quota) {
            json.put("quota", quota.requests() + "/" + quota.window().toMillis() + "ms");
        } else if (effect instanceof Fault.Drop) {
            json.put("drop", true);
        }
    }

    private static Fault fault(JsonNode json) {
        requireKnownKeys(json);
        JsonNode lasting = json.path("for");
        When when = new When(
                json.path("method").asText("*"),
                json.path("path").asText(),
                number(json, "from", 1),
                number(json, "every", 1),
                number(json, "count", Integer.MAX_VALUE),
                lasting.isMissingNode() ? null : time(lasting),
                json.path("containing").asText());
        JsonNode delay = json.path("delay");
        return new Fault(when, delay.isMissingNode() ? Duration.ZERO : time(delay), flag(json, "acts"), effect(json));
    }

    private static Fault.Effect effect(JsonNode json) {
        boolean drop = flag(json, "drop");
        if ((json.has("status") ? 1 : 0) + (drop ? 1 : 0) + (json.has("quota") ? 1 : 0) > 1) {
            throw new IllegalArgumentException("only one of status, drop and quota can happen");
        }
        if (!json.has("status") && (json.has("headers") || json.has("body"))) {
            throw new IllegalArgumentException("headers and body go with a status");
        }
        if (json.has("status")) {
            return new Fault.Answer(number(json, "status", 0), headers(json.path("headers")), json.get("body"));
        }
        if (json.has("quota")) {
            return quota(json.path("quota").asText());
        }
        return drop ? new Fault.Drop() : new Fault.Pass();
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new HashMap<>();
        json.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static boolean flag(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException(key + " is " + value + ", neither true nor false");
        }
        return value.asBoolean();
    }

    private static int number(JsonNode json, String key, int otherwise) {
        JsonNode value = json.path(key);
        if (!value.isMissingNode() && !value.canConvertToInt()) {
            throw new IllegalArgumentException(key + " is " + value + ", not a number");
        }
        return value.asInt(otherwise);
    }

    private static Duration time(JsonNode value) {
        Matcher matcher = TIME.matcher(value.asText());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(value + " is not a time such as 200ms, 3s, 5m or 1h");
        }
        return time(matcher.group(1), matcher.group(2));
    }

    private static Fault.Quota quota(String text) {
        Matcher matcher = QUOTA.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a quota such as 20/1s or 3000/150s");
        }
        return new Fault.Quota(Integer.parseInt(matcher.group(1)), time(matcher.group(2), matcher.group(3)));
    }

    private static Duration time(@Nullable String number, @Nullable String unit) {
        long amount = number == null || number.isEmpty() ? 1 : Long.parseLong(number);
        return switch (String.valueOf(unit)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static void requireKnownKeys(JsonNode json) {
        TreeSet<String> unknown = new TreeSet<>();
        json.fieldNames().forEachRemaining(unknown::add);
        KEYS.forEach(unknown::remove);
        if (!json.isObject() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown keys " + unknown + "; known are " + KEYS);
        }
    }
}
