package io.github.bactrian.imports;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an import may work: {@code Mon-Fri 20:00-06:00 Europe/Amsterdam}. Several spans are separated by commas; the zone
 * stands once, at the end. A span that ends before it begins ends on the next day. Times are those that clocks show in the
 * zone: on days when they are changed, a span is longer or shorter by what they are moved; a time that they leave out is
 * the moment at which they are moved, and one that they show twice is the earlier.
 */
final class Window {
    private static final String FORM =
            "is not a time such as Mon-Fri 20:00-06:00 Europe/Amsterdam; several are separated by commas, the zone stands once";
    private static final Pattern SPAN = Pattern.compile(
            "(?:(?<first>[A-Za-z]{3})(?:-(?<last>[A-Za-z]{3}))?\\s+)?(?<from>\\d\\d:\\d\\d)-(?<to>\\d\\d:\\d\\d)");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private final String text;
    private final List<Span> spans;
    private final ZoneId zone;

    private record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {}

    private Window(String text, List<Span> spans, ZoneId zone) {
        this.text = text;
        this.spans = spans;
        this.zone = zone;
    }

    /** @throws IllegalArgumentException with what would be right */
    static Window parse(String text) {
        int zoneAt = text.lastIndexOf(' ');
        if (zoneAt < 0 || Character.isDigit(text.charAt(zoneAt + 1))) {
            throw new IllegalArgumentException(
                    "names no time zone; put one behind it, such as Europe/Amsterdam or UTC");
        }
        List<Span> spans = new ArrayList<>();
        for (String span : text.substring(0, zoneAt).split(",", -1)) {
            spans.add(span(span.strip()));
        }
        return new Window(text, spans, zone(text.substring(zoneAt + 1)));
    }

    private static ZoneId zone(String name) {
        try {
            return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("names no time zone that Java knows: " + name, e);
        }
    }

    private static Span span(String text) {
        Matcher form = SPAN.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(FORM);
        }
        try {
            return new Span(
                    days(form.group("first"), form.group("last")),
                    LocalTime.parse(form.group("from")),
                    form.group("to").equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(form.group("to")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(FORM, e);
        }
    }

    private static Set<DayOfWeek> days(@Nullable String first, @Nullable String last) {
        if (first == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        DayOfWeek day = day(first);
        DayOfWeek end = last == null ? day : day(last);
        Set<DayOfWeek> days = EnumSet.of(day);
        while (day != end) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        int day = DAYS.indexOf(name.toLowerCase(Locale.ROOT));
        if (day < 0) {
            throw new IllegalArgumentException(FORM + "; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun");
        }
        return DayOfWeek.of(day + 1);
    }

    boolean isOpen(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (Span span : spans) {
            // one that began yesterday may last until today
            if (isOpen(span, today.minusDays(1), now) || isOpen(span, today, now)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpen(Span span, LocalDate day, Instant now) {
        return span.days().contains(day.getDayOfWeek())
                && !now.isBefore(moment(day, span.from()))
                && now.isBefore(moment(lastDay(span, day), span.to()));
    }

    private static LocalDate lastDay(Span span, LocalDate day) {
        return span.to().isAfter(span.from()) ? day : day.plusDays(1);
    }

    private Instant moment(LocalDate day, LocalTime time) {
        var skipped = zone.getRules().getTransition(day.atTime(time));
        return skipped != null && skipped.isGap()
                ? skipped.getInstant()
                : day.atTime(time).atZone(zone).toInstant();
    }

    /** When it opens next; now, if it is open. */
    ZonedDateTime nextOpening(Instant now) {
        Instant next = Instant.MAX;
        LocalDate today = now.atZone(zone).toLocalDate();
        for (Span span : spans) {
            for (int ahead = 0; ahead <= 7; ahead++) {
                LocalDate day = today.plusDays(ahead);
                Instant begin = moment(day, span.from());
                if (span.days().contains(day.getDayOfWeek()) && !begin.isBefore(now) && begin.isBefore(next)) {
                    next = begin;
                }
            }
        }
        return (isOpen(now) ? now : next).atZone(zone);
    }

    /**
     * When work of a length is done that begins now and rests while it is closed.
     *
     * @return empty if that takes more than ten years
     */
    Optional<ZonedDateTime> done(Instant now, Duration work) {
        Instant latest = now.plus(Duration.ofDays(3653));
        Instant at = now;
        for (Duration left = work; at.isBefore(latest); ) {
            Instant opened = nextOpening(at).toInstant();
            Instant closed = closing(opened, latest);
            Duration open = Duration.between(opened, closed);
            if (left.compareTo(open) <= 0) {
                return Optional.of(opened.plus(left).atZone(zone));
            }
            left = left.minus(open);
            at = closed;
        }
        return Optional.empty();
    }

    /** When it closes next, {@code never} if spans follow one another without end. */
    private Instant closing(Instant opened, Instant never) {
        Instant next = never;
        LocalDate today = opened.atZone(zone).toLocalDate();
        for (Span span : spans) {
            for (int ahead = -1; ahead <= 7; ahead++) {
                LocalDate day = today.plusDays(ahead);
                Instant end = moment(lastDay(span, day), span.to());
                boolean ends = span.days().contains(day.getDayOfWeek()) && end.isAfter(opened) && !isOpen(end);
                next = ends && end.isBefore(next) ? end : next;
            }
        }
        return next;
    }

    @Override
    public String toString() {
        return text;
    }
}
