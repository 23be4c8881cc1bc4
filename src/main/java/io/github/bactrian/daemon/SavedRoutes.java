package io.github.bactrian.daemon;

import io.github.bactrian.daemon.routetests.TestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run --dev}: route files run as they are saved, once {@code check} finds nothing wrong with them. */
final class SavedRoutes implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SavedRoutes.class);

    private final FileWatch watch;
    private final Supplier<Preparation> reading;
    private final RunningRoutes routes;
    private final Screen screen;

    /** @param reading reads the directory anew */
    SavedRoutes(FileWatch watch, Supplier<Preparation> reading, RunningRoutes routes, Screen screen) {
        this.watch = watch;
        this.reading = reading;
        this.routes = routes;
        this.screen = screen;
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                saved(watch.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.error("Routes are not reloaded any more: {}", Reasons.of(e));
        }
    }

    private void saved(Set<Path> changed) {
        changed.stream()
                .filter(file -> file.toString().endsWith(".properties"))
                .forEach(file -> screen.line(file + ": saved; properties are read when the daemon starts"));
        if (changed.stream().map(Path::toString).anyMatch(SavedRoutes::isRoute)) {
            reload();
        }
    }

    private static boolean isRoute(String file) {
        return file.endsWith(".yaml") && !file.endsWith(TestFiles.ENDING);
    }

    private void reload() {
        long begun = System.nanoTime();
        try {
            Preparation saved = reading.get().orRefuse();
            Reloaded reloaded = routes.replace(saved.report().files());
            screen.line(reloaded.line(Duration.ofNanos(System.nanoTime() - begun)));
        } catch (StartFault wrong) {
            notReloaded(wrong.getMessage());
        } catch (UncheckedIOException gone) {
            // whoever moves a file saves it again, and that will be seen
            notReloaded(Reasons.of(gone));
        }
    }

    private void notReloaded(String why) {
        screen.line(why);
        screen.line("not reloaded: all routes run on as they were");
    }
}
