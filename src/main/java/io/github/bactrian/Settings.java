package io.github.bactrian;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The properties below one prefix, read by type. A value that cannot be read is a {@link SettingException}. */
public final class Settings {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kKmMgG])[bB]");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final String prefix;
    private final Map<String, String> values;

    /**
     * @param prefix what the names of the keys begin with, ends with a dot
     * @param values by key without the prefix; blank values count as absent
     */
    public Settings(String prefix, Map<String, String> values) {
        this.prefix = prefix;
        this.values = new TreeMap<>(values);
    }

    /** The settings below a longer prefix. */
    public Settings below(String more) {
        Map<String, String> inner = new TreeMap<>();
        keysBelow(more).forEach(key -> inner.put(key.substring(more.length()), values.getOrDefault(key, "")));
        return new Settings(prefix + more, inner);
    }

    /** Refuses keys that are not in {@code known}. */
    public void allowOnly(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new SettingException(
                        prefix + key, null, "there is no such setting; " + NearestName.hint(key, new TreeSet<>(known)));
            }
        }
    }

    /** The keys that begin with {@code start}, in full. */
    public Set<String> keysBelow(String start) {
        return new TreeSet<>(
                values.keySet().stream().filter(key -> key.startsWith(start)).toList());
    }

    /** A key as it is written in a properties file. */
    public String name(String key) {
        return prefix + key;
    }

    public boolean has(String key) {
        return text(key).isPresent();
    }

    /** As given, unstripped; empty if absent. */
    public Optional<String> raw(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<String> text(String key) {
        return raw(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Present and not blank; {@code remedy} tells what to do if it is not. */
    public String required(String key, String remedy) {
        return text(key).orElseThrow(() -> new SettingException(prefix + key, null, "is missing; " + remedy));
    }

    /** The parts between commas; empty if absent. */
    public List<String> list(String key) {
        return text(key)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** Longer than zero. */
    public Duration duration(String key, Duration otherwise) {
        return text(key).map(text -> positive(key, text)).orElse(otherwise);
    }

    private Duration positive(String key, String text) {
        Matcher form = DURATION.matcher(text);
        if (form.matches() && Long.parseLong(form.group(1)) > 0) {
            return unit(form.group(2)).multipliedBy(Long.parseLong(form.group(1)));
        }
        throw problem(key, "write a duration above zero such as 500ms, 30s, 5m, 24h or 30d");
    }

    /** In bytes, more than zero. */
    public long size(String key, long otherwise) {
        return text(key).map(text -> bytes(key, text)).orElse(otherwise);
    }

    private long bytes(String key, String text) {
        Matcher form = SIZE.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            throw problem(key, "write a size above zero such as 500KB, 32MB or 1GB");
        }
        int shift = 10 * ("KMG".indexOf(form.group(2).toUpperCase(Locale.ROOT)) + 1);
        return Long.parseLong(form.group(1)) << shift;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /** At least {@code least}. */
    public int number(String key, int least, int otherwise) {
        return text(key).map(text -> whole(key, text, least)).orElse(otherwise);
    }

    private int whole(String key, String text, int least) {
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least) {
            throw problem(key, "write a whole number from " + least + " to 999999999");
        }
        return number;
    }

    /** A file that can be read now. */
    public Optional<Path> file(String key) {
        return list(key).stream().findFirst().map(text -> readable(key, text));
    }

    /** Files that can be read now, in their order. */
    public List<Path> files(String key) {
        return list(key).stream().map(text -> readable(key, text)).toList();
    }

    private Path readable(String key, String text) {
        try {
            Path path = Path.of(text);
            if (Files.isReadable(path) && !Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // told below, together with paths at which there is nothing to read
        }
        // somebody may have put the secret itself where its file's name belongs
        boolean isName = isName(text);
        if (isName && isHidden(text)) {
            throw secretProblem(
                    key,
                    "the file " + text + " is there, but may not be read by the user " + System.getProperty("user.name")
                            + "; give it that user as its owner, with mode 0600");
        }
        throw secretProblem(
                key,
                "there is no readable file " + (isName && looksLikePath(text) ? text : "of the name given there")
                        + " (seen from " + Path.of("").toAbsolutePath() + ")");
    }

    private static boolean isHidden(String text) {
        try {
            return Files.exists(Path.of(text)) && !Files.isReadable(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isName(String text) {
        return text.length() <= 255 && text.lines().count() == 1 && !text.contains("-----BEGIN");
    }

    private static boolean looksLikePath(String text) {
        return text.contains("/") || text.contains("\\") || text.matches("[\\w-]{1,64}[.]\\w{1,8}");
    }

    /** Absolute, with a host, nothing after the port. */
    public Optional<URI> origin(String key, Set<String> schemes) {
        return text(key).map(text -> {
            try {
                URI uri = new URI(text);
                boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
                if (uri.getHost() != null && bare && uri.getUserInfo() == null && schemes.contains(uri.getScheme())) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // told below, together with URIs that are more or less than an origin
            }
            throw problem(
                    key, "write " + String.join(" or ", new TreeSet<>(schemes)) + "://host or host:port, no path");
        });
    }

    public SettingException problem(String key, String remedy) {
        return new SettingException(prefix + key, text(key).orElse(null), remedy);
    }

    /** Like {@link #problem}, for values that must not be shown. */
    public SettingException secretProblem(String key, String remedy) {
        return new SettingException(prefix + key, null, remedy);
    }
}
