package io.github.bactrian.imports;

import io.github.bactrian.NearestName;
import io.github.bactrian.imports.formats.Charsets;
import io.github.bactrian.imports.formats.Format;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of an endpoint, taking out each that it was asked for. */
final class Parameters {
    static final String FILE_NAME = "${file:name}";

    private final String owner;
    private final Map<String, Object> values;
    private final Set<String> known = new HashSet<>();

    Parameters(String owner, Map<String, Object> values) {
        this.owner = owner;
        this.values = values;
    }

    @Nullable
    String text(String key) {
        known.add(key);
        Object value = values.remove(key);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }

    String text(String key, String otherwise) {
        String text = text(key);
        return text == null ? otherwise : text;
    }

    List<String> list(String key) {
        String text = text(key);
        return text == null
                ? List.of()
                : Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .toList();
    }

    Duration duration(String key, String otherwise) {
        return parsed(key, otherwise, text -> {
            try {
                // Camel takes -5s for 5s
                if (!text.startsWith("-")) {
                    return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
                }
            } catch (RuntimeException e) {
                // said below, together with durations below zero
            }
            throw new IllegalArgumentException("is not a duration such as 5s, 10m or 24h");
        });
    }

    int number(String key, int otherwise, int least, int most) {
        return parsed(key, Integer.toString(otherwise), text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // said below, together with numbers out of range
            }
            throw new IllegalArgumentException("is not a whole number from " + least + " to " + most);
        });
    }

    @Nullable
    String glob(String key) {
        String text = text(key);
        return text == null
                ? null
                : parsed(key, text, pattern -> {
                    try {
                        FileSystems.getDefault().getPathMatcher("glob:" + pattern);
                        return pattern;
                    } catch (PatternSyntaxException e) {
                        throw new IllegalArgumentException(
                                "is not a file-name pattern such as *.csv: " + e.getDescription(), e);
                    }
                });
    }

    /** The name of a marker file, in which {@link #FILE_NAME} may stand. */
    @Nullable
    String marker(String key) {
        String text = text(key);
        return text == null
                ? null
                : parsed(key, text, name -> {
                    String rest = name.replace(FILE_NAME, "");
                    if (rest.isEmpty() || rest.contains("${") || rest.contains("/") || rest.contains("\\")) {
                        throw new IllegalArgumentException(
                                "is not the name of a file beside the data, such as ready or " + FILE_NAME + ".done");
                    }
                    return name;
                });
    }

    @Nullable
    Character delimiter(String key) {
        // a tab itself would be stripped as white space
        values.computeIfPresent(key, (k, value) -> value.equals("\t") ? "tab" : value);
        String text = text(key);
        if (text == null) {
            return null;
        }
        return parsed(key, text, t -> {
            String one = t.equals("tab") || t.equals("\\t") ? "\t" : t;
            if (one.length() != 1 || one.charAt(0) > 126 || "\"\r\n".contains(one)) {
                throw new IllegalArgumentException("is not one character such as , or ; or the word tab");
            }
            return one.charAt(0);
        });
    }

    @Nullable
    Charset charset(String key) {
        String text = text(key);
        return text == null ? null : parsed(key, text, Parameters::charsetNamed);
    }

    private static Charset charsetNamed(String name) {
        Charset charset;
        try {
            charset = Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is not a charset that Java knows, such as UTF-8 or windows-1252", e);
        }
        if (Charsets.isStateful(charset)) {
            throw new IllegalArgumentException(
                    "switches alphabets within the text and is not supported; save the file as UTF-8");
        }
        return charset;
    }

    @Nullable
    Window window(String key) {
        String text = text(key);
        return text == null ? null : parsed(key, text, Window::parse);
    }

    @Nullable
    Format format(String key) {
        String text = text(key);
        return text == null
                ? null
                : parsed(key, text, word -> Arrays.stream(Format.values())
                        .filter(format -> format.word().equals(word))
                        .findFirst()
                        .orElseThrow(() -> notOneOf(Format.words())));
    }

    MaxRejects maxRejects(String key, String otherwise) {
        return parsed(key, otherwise, MaxRejects::parse);
    }

    OnUnknown onUnknown(String key, String otherwise) {
        return parsed(key, otherwise, OnUnknown::parse);
    }

    String choice(String key, String otherwise, String... choices) {
        return parsed(key, otherwise, text -> {
            if (List.of(choices).contains(text)) {
                return text;
            }
            throw notOneOf(List.of(choices));
        });
    }

    private static IllegalArgumentException notOneOf(List<String> choices) {
        return new IllegalArgumentException("is not supported; possible: " + String.join(", ", choices));
    }

    /** Fails if anything is left, naming the nearest known key. */
    void refuseOthers() {
        for (String key : values.keySet()) {
            throw new IllegalArgumentException(
                    owner + ": unknown parameter '" + key + "'" + NearestName.didYouMean(key, known));
        }
    }

    private <T> T parsed(String key, String otherwise, Function<String, T> parser) {
        String text = text(key, otherwise);
        known.add(key);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(owner + ": " + key + "=" + text + " " + e.getMessage(), e);
        }
    }
}
