package io.github.bactrian.daemon.check;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the functions that a jq program calls. The library looks a function up when it is called, and tells no one of its syntax tree before;
 * so its fields are read.
 */
final class JqCalls {
    private static final String LIBRARY = "net.thisptr.jackson.jq.";

    private record Function(String name, int parameters) {}

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Function> called = new HashSet<>();
    private final Set<Function> defined = new HashSet<>();

    private JqCalls() {}

    /**
     * Returns the functions, as {@code name/parameters}, that the program calls and neither defines nor finds.
     *
     * @param known whether a function of this name and number of parameters exists
     */
    static Set<String> unknown(JsonQuery program, BiPredicate<String, Integer> known) {
        JqCalls calls = new JqCalls();
        try {
            calls.walk(program);
        } catch (ReflectiveOperationException e) {
            // another version of the library: the rows will tell
            return Set.of();
        }
        calls.called.removeAll(calls.defined);
        Set<String> unknown = new TreeSet<>();
        for (Function call : calls.called) {
            if (!known.test(call.name, call.parameters)) {
                unknown.add(call.name + "/" + call.parameters);
            }
        }
        return unknown;
    }

    private void walk(@Nullable Object part) throws ReflectiveOperationException {
        if (part instanceof Iterable<?> parts) {
            for (Object one : parts) {
                walk(one);
            }
        } else if (part != null && isOfTheLibrary(part.getClass()) && seen.add(part)) {
            note(part);
            for (Class<?> type = part.getClass(); isOfTheLibrary(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        walk(field.get(part));
                    }
                }
            }
        }
    }

    private void note(Object part) throws ReflectiveOperationException {
        if (part instanceof FunctionCall && read(part, "moduleName") == null) {
            called.add(new Function(
                    String.valueOf(read(part, "name")), parameters(part).size()));
        } else if (part instanceof FunctionDefinition) {
            defined.add(new Function(
                    String.valueOf(read(part, "fname")), parameters(part).size()));
            parameters(part).forEach(name -> defined.add(new Function(String.valueOf(name), 0)));
        }
    }

    private static List<?> parameters(Object part) throws ReflectiveOperationException {
        return read(part, "args") instanceof List<?> list ? list : List.of();
    }

    private static @Nullable Object read(Object part, String name) throws ReflectiveOperationException {
        Field field = part.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(part);
    }

    private static boolean isOfTheLibrary(@Nullable Class<?> type) {
        return type != null && !type.isEnum() && type.getName().startsWith(LIBRARY);
    }
}
