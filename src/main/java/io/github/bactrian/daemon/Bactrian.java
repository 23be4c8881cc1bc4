package io.github.bactrian.daemon;

import io.github.bactrian.NearestName;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code bactrian}. */
@Command(
        name = "bactrian",
        description = "Calls web APIs under its own identity: dropped files and timers trigger routes in YAML.",
        versionProvider = Bactrian.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Bactrian {
    private static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class,
            ImportCommand.class,
            PlanCommand.class,
            JobsCommand.class,
            CheckCommand.class,
            TestCommand.class,
            TokenCommand.class,
            ConsentUrlCommand.class,
            SandboxCommand.class);
    private static final List<Class<?>> ABOUT_COMMANDS =
            List.of(CompletionCommand.class, CommandLine.HelpCommand.class);

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... arguments) throws IOException {
        ScreenLog.install();
        boolean sample = arguments.length == 1 && arguments[0].equals(SampleStart.COMMAND);
        System.exit(sample ? SampleStart.run() : execute(arguments));
    }

    static int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** The command line for these arguments. To learn what all commands take would be a tenth of a daemon's start. */
    static CommandLine commandLine(String... arguments) {
        CommandLine all = new CommandLine(new Bactrian());
        commands(arguments).forEach(all::addSubcommand);
        return all.setParameterExceptionHandler(misuse()).setExecutionExceptionHandler(failure());
    }

    /** The one that is called; all if none is, or one that is about the others. */
    private static List<Class<?>> commands(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        List<Class<?>> called =
                COMMANDS.stream().filter(command -> name(command).equals(first)).toList();
        return called.isEmpty()
                ? Stream.of(COMMANDS, ABOUT_COMMANDS).flatMap(List::stream).toList()
                : called;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static IParameterExceptionHandler misuse() {
        return (wrong, arguments) -> {
            CommandLine command = wrong.getCommandLine();
            Screen.stderr().line(inWords(wrong));
            Screen.stderr().line("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return StartFault.CONFIGURATION;
        };
    }

    private static String inWords(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return Reasons.of(wrong);
        }
        String word = unmatched.getUnmatched().get(0);
        CommandLine command = wrong.getCommandLine();
        if (word.startsWith("-")) {
            return "There is no option " + word
                    + NearestName.didYouMean(
                            word, command.getCommandSpec().optionsMap().keySet());
        }
        Set<String> commands = command.getSubcommands().keySet();
        return commands.isEmpty()
                ? "'" + word + "' is one argument too many"
                : "There is no command '" + word + "'" + NearestName.didYouMean(word, commands);
    }

    private static IExecutionExceptionHandler failure() {
        return (failure, command, arguments) -> {
            StartFault expected = failure instanceof StartFault fault ? fault : null;
            Screen.stderr().status("");
            Screen.stderr().line(expected == null ? "Unexpected: " + Reasons.of(failure) : expected.getMessage());
            if (Boolean.getBoolean(CauseConverter.STACKTRACE)) {
                failure.printStackTrace();
            } else if (expected == null) {
                Screen.stderr().line("Run it again with -X to see where this comes from.");
            }
            return expected == null ? StartFault.OTHER : expected.exitCode();
        };
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Bactrian.class.getPackage().getImplementationVersion();
            return new String[] {"bactrian " + (version == null ? "(not packaged)" : version)};
        }
    }
}
