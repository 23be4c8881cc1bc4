package io.github.bactrian.console;

import io.github.bactrian.console.Snapshot.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.component.timer.TimerEndpoint;
import org.jspecify.annotations.Nullable;
import org.quartz.CronTrigger;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;

/** The routes that time starts. Quartz knows when it ran; of Camel's own timer that is seen from its count. */
final class Timers {
    private record Run(long count, Instant at) {}

    private final CamelContext context;
    private final Clock clock;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    Timers(CamelContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Takes note of what ran since it was last called. */
    void look() {
        for (Route route : context.getRoutes()) {
            if (route.getConsumer() instanceof TimerConsumer timer && timer.getCounter() > 0) {
                Run now = new Run(timer.getCounter(), clock.instant());
                runs.merge(route.getId(), now, (last, one) -> last.count() == one.count() ? last : one);
            }
        }
    }

    List<Timer> all() {
        return context.getRoutes().stream().flatMap(this::timer).toList();
    }

    private Stream<Timer> timer(Route route) {
        if (route.getEndpoint() instanceof QuartzEndpoint quartz) {
            return Stream.of(timer(route.getId(), quartz));
        }
        return route.getConsumer() instanceof TimerConsumer timer ? Stream.of(timer(route, timer)) : Stream.empty();
    }

    private static Timer timer(String route, QuartzEndpoint quartz) {
        try {
            Trigger trigger = quartz.getComponent().getScheduler().getTrigger(quartz.getTriggerKey());
            return trigger == null
                    ? new Timer(route, "", null, null)
                    : new Timer(
                            route,
                            schedule(trigger),
                            instant(trigger.getPreviousFireTime()),
                            instant(trigger.getNextFireTime()));
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String schedule(Trigger trigger) {
        if (trigger instanceof CronTrigger cron) {
            return cron.getCronExpression() + " " + cron.getTimeZone().getID();
        }
        return trigger instanceof SimpleTrigger simple ? every(simple.getRepeatInterval()) : "";
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    private Timer timer(Route route, TimerConsumer timer) {
        Run last = runs.get(route.getId());
        return new Timer(
                route.getId(),
                every(timer.getPeriod()),
                last == null ? null : last.at(),
                last == null ? first(route, timer.getEndpoint()) : next(last, timer));
    }

    private Instant first(Route route, TimerEndpoint timer) {
        return timer.getTime() == null
                ? clock.instant().minusMillis(route.getUptimeMillis()).plusMillis(Math.max(0, timer.getDelay()))
                : timer.getTime().toInstant();
    }

    private static @Nullable Instant next(Run last, TimerConsumer timer) {
        boolean isOver = timer.getRepeatCount() > 0 && last.count() >= timer.getRepeatCount();
        return timer.getPeriod() <= 0 || isOver ? null : last.at().plusMillis(timer.getPeriod());
    }

    private static String every(long millis) {
        Duration period = Duration.ofMillis(millis);
        return millis <= 0 ? "once" : "every " + period.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
