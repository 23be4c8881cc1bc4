package io.github.bactrian.imports;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** The imports of one context that have started; no two have the same name, or directories that hold each other's files. */
final class Consumers extends LifecycleStrategySupport {
    private final List<ImportConsumer> all = new CopyOnWriteArrayList<>();

    Stream<ImportConsumer> stream() {
        return all.stream();
    }

    /** @throws IllegalArgumentException if another import has this name, or an equal or nested directory */
    synchronized void add(ImportConsumer consumer) {
        ImportSettings mine = consumer.settings();
        for (ImportConsumer other : all) {
            requireApart(mine, other.settings());
        }
        all.add(consumer);
    }

    private static void requireApart(ImportSettings mine, ImportSettings theirs) {
        if (mine.name().equals(theirs.name())) {
            throw new IllegalArgumentException(
                    "Two routes consume from import:" + mine.name() + "; give one another name");
        }
        if (mine.directory().startsWith(theirs.directory())
                || theirs.directory().startsWith(mine.directory())) {
            throw new IllegalArgumentException("import:" + mine.name() + " and import:" + theirs.name()
                    + " share a directory (" + mine.directory() + ", " + theirs.directory()
                    + "); give each a directory of its own, not within another's");
        }
    }

    @Override
    public void onContextStopping(CamelContext context) {
        all.forEach(ImportConsumer::stopSoon);
    }

    void remove(ImportConsumer consumer) {
        all.remove(consumer);
    }

    /** @throws IllegalArgumentException if no route consumes from this import; the message lists those that do */
    ImportConsumer named(String name) {
        return all.stream()
                .filter(consumer -> consumer.settings().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No route consumes from import:" + name
                        + "; there are: "
                        + all.stream()
                                .map(consumer -> "import:" + consumer.settings().name())
                                .toList()));
    }
}
