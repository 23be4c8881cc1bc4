package io.github.bactrian.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The command line: the name of a program and its options. */
public final class Bench {
    /** A program that measures something, prints a table, and hands its findings to {@link Results}. */
    interface Program {
        void run(Options options) throws Exception;
    }

    private static final Map<String, Program> PROGRAMS = programs();

    private Bench() {}

    /** In the order in which all are run. */
    private static Map<String, Program> programs() {
        Map<String, Program> programs = new LinkedHashMap<>();
        programs.put("token", new TokenBench()::run);
        programs.put("targets", new TargetsBench()::run);
        programs.put("issuer", new IssuerBench()::run);
        programs.put("start", new StartBench()::run);
        programs.put("idle", new IdleBench()::run);
        programs.put("quota", new QuotaBench()::run);
        programs.put("ledger", new LedgerBench()::run);
        programs.put("reading", new ReadingBench()::run);
        programs.put("size", new SizeBench()::run);
        programs.put("rows", new RowsBench()::run);
        programs.put("loopback", new LoopbackBench()::run);
        return programs;
    }

    public static void main(String... args) throws Exception {
        String name = args.length == 0 ? "" : args[0];
        switch (name) {
            case "programs" -> PROGRAMS.keySet().forEach(System.out::println);
            case "results" -> run(Bench::printResults, args);
            default -> run(PROGRAMS.get(name), args);
        }
        // Camel's and Vert.x' threads are of no use any more
        System.exit(0);
    }

    private static void run(Program program, String... args) throws Exception {
        if (program == null) {
            System.err.println("Usage: bench/run [" + String.join("|", PROGRAMS.keySet())
                    + "|results] [--option value ...]; bench/README.md explains them");
            System.exit(2);
        }
        try {
            program.run(new Options(Arrays.asList(args).subList(1, args.length)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void printResults(Options options) throws Exception {
        boolean judged = !options.small();
        options.end();
        System.out.println("On " + Results.machine());
        System.out.println(Results.table(PROGRAMS.keySet(), judged));
        System.out.println(
                "Ratio: Bactrian's figure over the one beside it, of the same rounds; median, least and most.");
    }
}
