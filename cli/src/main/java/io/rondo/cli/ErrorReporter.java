package io.rondo.cli;

import io.rondo.core.DeliveryUnknownException;
import io.rondo.core.RondoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/** Turns every failure into one line on standard error and an exit code. */
public final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final StopSignal stop;

    /**
     * A reporter for one command line.
     *
     * @param stop after which failures, which it caused, are not reported
     */
    public ErrorReporter(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String message = failure instanceof UnmatchedArgumentException unmatched
                ? describe(unmatched)
                : inPlainWords(failure.getMessage());
        print(command, message + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    /** The parser names types of Java. */
    private static String inPlainWords(String message) {
        return message.replaceFirst(" is not an? (int|long)$", " is not a whole number in range: give one, such as 10")
                .replaceFirst(" is not a boolean$", " is not true or false: leave the value out");
    }

    private static String describe(UnmatchedArgumentException failure) {
        CommandLine command = failure.getCommandLine();
        String first = failure.getUnmatched().getFirst();
        if (failure.isUnknownOption()) {
            return "unknown option '" + first + "': check its spelling";
        }
        if (command.getSubcommands().isEmpty()) {
            return "one argument too many, '" + first + "': leave it out";
        }
        return "unknown command '" + first + "': give one of " + String.join(", ", command.getSubcommands().keySet());
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (!stop.acknowledge()) {
            print(command, describe(failure));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof DeliveryUnknownException) {
                // Closing waited for confirmations in vain.
                print(command, suppressed.getMessage());
            }
        }
        return ExitCode.FAILED;
    }

    /** Prints one line, whatever the text. */
    static void print(CommandLine command, String text) {
        command.getErr().println("rondo: " + text.strip().replaceAll("\\s*\\R\\s*", "; "));
        command.getErr().flush();
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case UncheckedIOException unchecked -> describe(unchecked.getCause());
            case NoSuchFileException missing -> missing.getFile() + ": no such file: check the path";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied: check who may read it";
            case RondoException _,IllegalArgumentException _,IOException _ when message != null -> message;
            default -> "internal error, please report it: " + failure + " at " + firstFrame(failure);
        };
    }

    private static String firstFrame(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length == 0 ? "an unknown place" : frames[0].toString();
    }
}
