package io.github.bactrian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contestants post the same file in turns, and are measured at the target. */
final class Race implements AutoCloseable {
    /** All turns of one contestant: rows a second, and microseconds of processor time a row, its own and the target's. */
    record Result(Samples whole, Samples middle, Samples user, Samples system, Samples target) {
        Result() {
            this(new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        }
    }

    private final Target target;
    private final Path warmUp;
    private final Bodies warmUpBodies;
    private final List<Contestant> contestants = new ArrayList<>();
    private final Map<String, Result> results = new LinkedHashMap<>();

    /** @param warmUp a file for each to warm up with */
    Race(Target target, Path warmUp) throws IOException {
        this.target = target;
        this.warmUp = warmUp;
        this.warmUpBodies = Bodies.of(warmUp);
    }

    /** Takes part from now on, and warms up at once, while no other one works. */
    void enter(Contestant contestant) throws Exception {
        contestants.add(contestant);
        turn(contestant, warmUp, warmUpBodies);
    }

    /** A turn of each. */
    void run(Path file) throws Exception {
        Bodies bodies = Bodies.of(file);
        for (Contestant contestant : contestants) {
            run(contestant, file, bodies);
        }
    }

    private void run(Contestant contestant, Path file, Bodies bodies) throws Exception {
        ProcessHandle process = contestant.process().toHandle();
        Cpu before = Cpu.of(process);
        Cpu targetBefore = Cpu.of(target.process());
        Progress progress = turn(contestant, file, bodies);
        Cpu used = Cpu.of(process).minus(before).each(bodies.count());
        Cpu targetUsed = Cpu.of(target.process()).minus(targetBefore).each(bodies.count());
        add(contestant.name(), progress, used, targetUsed);
    }

    List<Contestant> contestants() {
        return List.copyOf(contestants);
    }

    /** One that does not count. */
    Progress turn(Contestant contestant, Path file, Bodies bodies) throws Exception {
        target.reset();
        contestant.drop(file);
        Progress progress = Progress.until(bodies.count(), target, contestant);
        contestant.awaitIdle();
        target.require(bodies);
        return progress;
    }

    void add(String name, Progress progress, Cpu used, Cpu targetUsed) {
        Result result = results.computeIfAbsent(name, key -> new Result());
        result.whole().add(progress.whole());
        result.middle().add(progress.middle());
        result.user().add(used.user());
        result.system().add(used.system());
        result.target().add(targetUsed.total());
    }

    Map<String, Result> results() {
        return results;
    }

    /** @param limit what the rates are compared with */
    Table table(String limit, Samples rates) {
        Table table = new Table(
                "contestant",
                "rows/s",
                "least–most",
                "of " + limit,
                "least–most",
                "in the middle",
                "CPU µs a row: user",
                "system",
                "target");
        results.forEach((name, result) -> table.add(
                name,
                Samples.text(result.whole().median(), 0),
                result.whole().spread(0),
                Samples.text(result.whole().over(rates).median(), 3),
                result.whole().over(rates).spread(3),
                Samples.text(result.middle().median(), 0),
                Samples.text(result.user().median(), 1),
                Samples.text(result.system().median(), 1),
                Samples.text(result.target().median(), 1)));
        return table;
    }

    @Override
    public void close() throws InterruptedException {
        for (Contestant contestant : contestants) {
            contestant.close();
        }
    }
}
