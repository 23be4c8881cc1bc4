package io.github.bactrian.bench;

import java.util.Arrays;
import java.util.Map;

/** The command line: the name of a program and its options. */
public final class Bench {
    /** A program that measures something and prints a table. */
    interface Program {
        void run(Options options) throws Exception;
    }

    private static final Map<String, Program> PROGRAMS = Map.of(
            "quota", new QuotaBench()::run,
            "ledger", new LedgerBench()::run,
            "reading", new ReadingBench()::run,
            "size", new SizeBench()::run);

    private Bench() {}

    public static void main(String... args) throws Exception {
        Program program = args.length == 0 ? null : PROGRAMS.get(args[0]);
        if (program == null) {
            System.err.println(
                    "Usage: bench/run quota|ledger|reading|size [--option value ...]; bench/README.md explains them");
            System.exit(2);
        }
        try {
            program.run(new Options(Arrays.asList(args).subList(1, args.length)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        // Camel's and Vert.x' threads are of no use any more
        System.exit(0);
    }
}
