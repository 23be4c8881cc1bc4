package io.github.bactrian;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes values out of texts, however they are written there. The time that takes grows with the text and with the values, not
 * with their product: both may come from strangers.
 */
public final class Mask implements UnaryOperator<String> {
    /** What is put in place of a secret. */
    public static final String SECRET = "***";

    /** A part of a token or of a client secret that is no longer than this minus one opens nothing. */
    private static final int PART_OF_TOKEN = 12;
    /** Shorter secrets are not looked for in base64 and the like, where they would be found by chance. */
    private static final int SHORTEST_ENCODED = 4;
    /** Longer values that are not secret are recognized by parts of this length, for an API may quote no more. */
    public static final int PART_OF_VALUE = 64;

    /** What is longer is looked for as it is, to save memory. */
    private static final int LONG_VALUE = 1 << 14;

    private final TreeMap<Integer, Deque<Hidden>> byLength = new TreeMap<>();

    /** @param name null of a secret */
    private record Hidden(String text, @Nullable String name) {}

    /** Returns what takes tokens or client secrets out of texts, longer parts of them included. */
    public static Mask ofSecrets(Collection<String> secrets) {
        Mask mask = new Mask();
        secrets.forEach(secret -> mask.hideSecret(secret).hideParts(secret, PART_OF_TOKEN));
        return mask;
    }

    /** Has {@code ***} put in place of a secret, if all of it is there. */
    public Mask hideSecret(String secret) {
        if (secret.length() >= SHORTEST_ENCODED) {
            WrittenForms.all(secret).forEach(form -> add(form, form.length(), null));
        } else {
            WrittenForms.plain(secret).forEach(form -> add(form, form.length(), null));
        }
        return this;
    }

    /** Has {@code ***} put in place of each part of a secret that has at least this many characters. */
    public Mask hideParts(String secret, int length) {
        if (secret.length() >= length) {
            add(secret, length, null);
            add(WrittenForms.hex(secret), 2 * length, null);
            WrittenForms.insideBase64(secret).forEach(form -> add(form, (4 * length + 2) / 3, null));
        } else if (secret.length() >= SHORTEST_ENCODED) {
            WrittenForms.insideBase64(secret).forEach(form -> add(form, form.length(), null));
        }
        return this;
    }

    /** Has a name put in place of a value that is no secret. */
    public Mask replaceValue(String value, String name) {
        if (value.length() > LONG_VALUE) {
            add(value, PART_OF_VALUE, name);
        } else {
            WrittenForms.plain(value).forEach(form -> add(form, Math.min(PART_OF_VALUE, form.length()), name));
        }
        return this;
    }

    private void add(String text, int length, @Nullable String name) {
        if (length > 0 && length <= text.length()) {
            Deque<Hidden> sameLength = byLength.computeIfAbsent(length, any -> new ArrayDeque<>());
            if (name == null) {
                sameLength.addFirst(new Hidden(text, null));
            } else {
                sameLength.addLast(new Hidden(text, name));
            }
        }
    }

    @Override
    public String apply(String text) {
        Findings findings = new Findings(text);
        byLength.headMap(text.length(), true).forEach((length, sameLength) -> {
            Windows windows = new Windows(text, length);
            for (Hidden hidden : sameLength) {
                Windows.each(
                        hidden.text,
                        length,
                        hash -> windows.take(hash, begin -> findings.add(begin, length, hidden.name)));
            }
        });
        return findings.any ? findings.replaced() : text;
    }

    /** Where in a text something was found. */
    private static final class Findings {
        private final String text;
        private final int[] secretUntil;
        private final int[] valueUntil;
        private final @Nullable String[] names;
        private boolean any;

        Findings(String text) {
            this.text = text;
            secretUntil = new int[text.length()];
            valueUntil = new int[text.length()];
            names = new String[text.length()];
        }

        void add(int begin, int length, @Nullable String name) {
            any = true;
            if (name == null) {
                secretUntil[begin] = Math.max(secretUntil[begin], begin + length);
            } else if (begin + length > valueUntil[begin]) {
                valueUntil[begin] = begin + length;
                names[begin] = name;
            }
        }

        String replaced() {
            StringBuilder replaced = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); ) {
                int end = Math.max(secretUntil[i], valueUntil[i]);
                if (end == 0) {
                    replaced.append(text.charAt(i++));
                    continue;
                }
                boolean secret = secretUntil[i] > 0;
                String name = names[i];
                for (int j = i + 1; j < end || (secret && j == end && j < text.length() && secretUntil[j] > 0); j++) {
                    secret |= secretUntil[j] > 0;
                    end = Math.max(end, Math.max(secretUntil[j], valueUntil[j]));
                }
                replaced.append(secret ? SECRET : name);
                i = end;
            }
            return replaced.toString();
        }
    }
}
