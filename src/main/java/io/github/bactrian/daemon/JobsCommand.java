package io.github.bactrian.daemon;

import io.github.bactrian.imports.ImportComponent;
import io.github.bactrian.imports.InboxState;
import io.github.bactrian.imports.JobState;
import io.github.bactrian.imports.Settled;
import io.github.bactrian.imports.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code bactrian jobs}. Everything goes through the ledger, which only its owner can open: a daemon that runs sees there
 * within a second what is asked of it, and one that does not run sees it when it starts.
 */
@Command(
        name = "jobs",
        description =
                "Lists the import jobs, newest first; its subcommands steer them. JOB may be any part of a job's id"
                        + " that no other job has.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            JobsCommand.Show.class,
            JobsCommand.Pause.class,
            JobsCommand.Resume.class,
            JobsCommand.Stop.class,
            JobsCommand.Settle.class
        })
final class JobsCommand implements Callable<Integer> {
    @Mixin
    private Options options = new Options();

    @Option(names = "--json", description = "Prints receipts so far, as 'jobs', and what waits, as 'inboxes'.")
    private boolean json;

    private record All(List<JobState> jobs, List<InboxState> inboxes) {}

    @Override
    public Integer call() {
        String text = ask(options, imports -> {
            List<JobState> jobs = imports.jobs();
            List<InboxState> inboxes = imports.knownInboxes();
            return json ? JobText.json(new All(jobs, inboxes)) : JobText.table(jobs) + JobText.inboxes(inboxes);
        });
        Stdout.line(text);
        return 0;
    }

    /** Something that the ledger is asked. */
    interface Question<T> {
        T of(ImportComponent imports) throws IOException;
    }

    static <T> T ask(Options options, Question<T> question) {
        Path ledger = ConfigurationFiles.read(Path.of(""), false, options).ledger();
        if (!Files.exists(ledger)) {
            throw StartFault.configuration("There is no ledger " + ledger
                    + (Files.exists(Path.of(ledger + "-commits"))
                            ? ", though there was one: see docs/operators.md, section 'A lost or restored ledger'"
                            : ", so nothing was imported here yet; run this in the daemon's directory"));
        }
        try (ImportComponent imports = new ImportComponent()) {
            imports.setLedger(ledger);
            return question.of(imports);
        } catch (IllegalArgumentException e) {
            throw StartFault.configuration(String.valueOf(e.getMessage()));
        } catch (IllegalStateException | IOException e) {
            throw StartFault.other(String.valueOf(e.getMessage()));
        }
    }

    /** What all of them take. */
    private static class One {
        @Mixin
        Options options = new Options();

        @Parameters(paramLabel = "JOB", description = "The job's id, or a part of it.")
        String job = "";
    }

    @Command(
            name = "show",
            description =
                    "Shows a job: its receipt so far, what it waits for, its first rows that did not come through.",
            mixinStandardHelpOptions = true)
    static final class Show extends One implements Callable<Integer> {
        @Option(names = "--json", description = "Prints the receipt so far.")
        private boolean json;

        @Override
        public Integer call() {
            JobState state = ask(options, imports -> imports.job(job));
            Stdout.line(json ? JobText.json(state) : JobText.details(state));
            return 0;
        }
    }

    @Command(
            name = "pause",
            description = "Pauses a job, and those behind it, until 'resume'; also over restarts.",
            mixinStandardHelpOptions = true)
    static final class Pause extends One implements Callable<Integer> {
        @Override
        public Integer call() {
            return say(ask(options, imports -> imports.pause(job)));
        }
    }

    @Command(
            name = "resume",
            description = "Lets a paused or stopped job go on from its position.",
            mixinStandardHelpOptions = true)
    static final class Resume extends One implements Callable<Integer> {
        @Option(
                names = "--accept-change",
                description = "Also if its route was changed: the remaining rows run through the new one.")
        private boolean acceptChange;

        @Override
        public Integer call() {
            return say(ask(options, imports -> imports.resume(job, acceptChange)));
        }
    }

    @Command(
            name = "stop",
            description = "Stops a job; its position is kept, and other files go on.",
            mixinStandardHelpOptions = true)
    static final class Stop extends One implements Callable<Integer> {
        @Override
        public Integer call() {
            return say(ask(options, imports -> imports.stop(job)));
        }
    }

    private static int say(JobState state) {
        Stdout.line(JobText.table(List.of(state)));
        return 0;
    }

    @Command(
            name = "settle",
            description = "Decides about a job's unknown rows: calls that were sent and not answered.",
            mixinStandardHelpOptions = true)
    static final class Settle extends One implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Decision decision = new Decision();

        private static final class Decision {
            @Option(names = "--done", description = "They took effect: they count as done.")
            private boolean done;

            @Option(names = "--resend", description = "They are sent again, as a job of their own.")
            private boolean resend;

            @Option(names = "--probe", description = "The route in onUnknown says of each whether it took effect.")
            private boolean probe;

            Settlement settlement() {
                if (probe) {
                    return Settlement.PROBE;
                }
                return resend && !done ? Settlement.RESEND : Settlement.DONE;
            }
        }

        @Override
        public Integer call() {
            Settled settled = ask(options, imports -> imports.settle(job, decision.settlement()));
            Stdout.line(JobText.settled(settled));
            return settled.job().receipt().rows().unknown() == 0 ? 0 : 4;
        }
    }
}
