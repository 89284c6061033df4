package io.rondo.cli.runtime;

import io.rondo.broker.config.Suggestion;
import io.rondo.client.DeliveryUnknownException;
import io.rondo.client.RondoException;
import io.rondo.client.log.LogException;
import io.rondo.core.SegmentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports every failure as one line on standard error and an exit code. */
public final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final StopSignal stop;

    /**
     * A reporter for one command line.
     *
     * @param stop once raised, it is the cause of every failure, and failures are not reported
     */
    public ErrorReporter(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Describes the error that HotSpot makes of a SIGBUS, the answer to an access beyond the end of a mapped file.
     *
     * @param error the failed access
     * @return a message with the remedy
     */
    public static String missingPage(InternalError error) {
        return "a page of the channel's file is gone (" + error.getMessage()
                + "): the file was truncated while it was in use, remove the channel and create it again";
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String text = describe(failure, args);
        print(command, text + (text.endsWith("?") ? " See '" : "; see '") + command.getCommandSpec().qualifiedName()
                + " --help'");
        return ExitCode.USAGE;
    }

    private static String describe(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return describe(unmatched);
        }
        // The parser reports a missing argument first, although an unknown option is the likelier mistake.
        String option = failure instanceof MissingParameterException ? firstUnknownOption(command, args) : null;
        return option == null ? withoutJavaTypes(failure.getMessage()) : unknownOption(command, option);
    }

    /** The first argument that looks like an option and is none; null if there is none. */
    private static String firstUnknownOption(CommandLine command, String[] args) {
        boolean value = false;
        for (String arg : args) {
            if (arg.equals("--")) {
                return null;
            }
            if (value || !arg.startsWith("-") || arg.length() == 1) {
                value = false;
                continue;
            }
            String name = arg.split("=", 2)[0];
            OptionSpec option = command.getCommandSpec().optionsMap().get(name);
            if (option == null) {
                return name;
            }
            value = option.arity().min() > 0 && name.equals(arg);
        }
        return null;
    }

    private static String withoutJavaTypes(String message) {
        return message.replaceFirst(" is not an? (int|long)$", " is not a whole number in range: give one, such as 10")
                .replaceFirst(" is not a boolean$", " is not true or false: leave the value out");
    }

    private static String describe(UnmatchedArgumentException failure) {
        CommandLine command = failure.getCommandLine();
        String first = failure.getUnmatched().getFirst();
        if (failure.isUnknownOption()) {
            return unknownOption(command, first);
        }
        if (command.getSubcommands().isEmpty()) {
            return "one argument too many, '" + first + "': leave it out";
        }
        return unknownCommand(command, first);
    }

    private static String unknownOption(CommandLine command, String option) {
        CommandSpec spec = command.getCommandSpec();
        String all = spec.options().stream().filter(known -> !known.hidden()).map(OptionSpec::longestName)
                .collect(Collectors.joining(", "));
        return "unknown option '" + option + "': "
                + remedy(option.split("=", 2)[0], spec.optionsMap().keySet(), "give one of " + all);
    }

    /**
     * Describes a command that does not exist.
     *
     * @param parent the command line with the commands
     * @param name the unknown one
     * @return a message with the remedy
     */
    public static String unknownCommand(CommandLine parent, String name) {
        Set<String> commands = parent.getSubcommands().keySet();
        String option = "--" + name;
        return "unknown command '" + name + "': " + (parent.getCommandSpec().optionsMap().containsKey(option)
                ? didYouMean(option)
                : remedy(name, commands, "give one of " + String.join(", ", commands)));
    }

    private static String remedy(String typed, Set<String> names, String otherwise) {
        String closest = Suggestion.closest(typed, names);
        return closest == null ? otherwise : didYouMean(closest);
    }

    private static String didYouMean(String name) {
        return "did you mean '" + name + "'?";
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (!stop.acknowledge()) {
            print(command, describe(failure));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof DeliveryUnknownException) {
                // Thrown by close: confirmations did not arrive in time.
                print(command, suppressed.getMessage());
            }
        }
        return ExitCode.FAILED;
    }

    /** Prints one line; line breaks in the text become semicolons. */
    public static void print(CommandLine command, String text) {
        command.getErr().println("rondo: " + text.strip().replaceAll("\\s*\\R\\s*", "; "));
        command.getErr().flush();
    }

    /** Describes a failure in one line: what failed, the value and the remedy. */
    public static String describe(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case UncheckedIOException unchecked -> describe(unchecked.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": no such file: check the path";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied: check its mode";
            case RondoException _,SegmentException _,LogException _,IllegalArgumentException _,IOException _ when message != null ->
                message;
            default -> "internal error, please report it: " + failure + " at " + firstFrame(failure);
        };
    }

    private static String firstFrame(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "an unknown place" : frames[0].toString();
    }
}
