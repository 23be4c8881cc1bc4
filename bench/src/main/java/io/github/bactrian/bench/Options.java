package io.github.bactrian.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Options of the form {@code --name value} and {@code --flag}; each program asks for those it knows, then {@link #end}. With
 * {@code --small} a program takes the defaults that only show that it works.
 */
final class Options {
    private final Map<String, String> given = new TreeMap<>();
    private final Map<String, String> known = new TreeMap<>();

    Options(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String name = rest.poll();
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException("'" + name + "' is no option; options begin with --");
            }
            boolean hasValue = !rest.isEmpty() && !rest.peek().startsWith("--");
            given.put(name.substring(2), hasValue ? rest.poll() : "true");
        }
    }

    boolean small() {
        return flag("small");
    }

    String text(String name, String otherwise, String small) {
        return text(name, small() ? small : otherwise);
    }

    long number(String name, long otherwise, long small) {
        return number(name, small() ? small : otherwise);
    }

    int count(String name, int otherwise, int small) {
        return count(name, small() ? small : otherwise);
    }

    String text(String name, String otherwise) {
        String value = given.getOrDefault(name, otherwise);
        known.put(name, value);
        return value;
    }

    /** May be written with underscores: 10_000_000. */
    long number(String name, long otherwise) {
        String value = text(name, Long.toString(otherwise));
        try {
            return Long.parseLong(value.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " is " + value + ", which is no whole number", e);
        }
    }

    int count(String name, int otherwise) {
        return Math.toIntExact(number(name, otherwise));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name, "false"));
    }

    /** In milliseconds. */
    Duration millis(String name, long otherwise) {
        return Duration.ofMillis(number(name, otherwise));
    }

    /**
     * To be called when all options were asked for.
     *
     * @return all of them with their values, on one line
     */
    String end() {
        TreeSet<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + unknown + "; there are: " + known.keySet());
        }
        StringBuilder line = new StringBuilder();
        known.forEach(
                (name, value) -> line.append(" --").append(name).append(' ').append(value));
        return line.toString().strip();
    }
}
