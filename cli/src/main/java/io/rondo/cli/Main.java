package io.rondo.cli;

import io.rondo.cli.runtime.CommandContext;
import io.rondo.cli.runtime.ErrorReporter;
import io.rondo.cli.runtime.ExitCode;
import io.rondo.cli.runtime.StopSignal;
import picocli.CommandLine;

/** Starts {@code rondo}. */
public final class Main {
    /** One line per log record. */
    private static final String LOG_FORMAT = "rondo: %5$s%n";

    private Main() {}

    /** Makes one line of each warning of the client: the default format of the JDK's logging has two. */
    private static void formatLog() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            System.getProperties().putIfAbsent("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
        }
    }

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args command line
     */
    public static void main(String[] args) {
        formatLog();
        StopSignal stop = new StopSignal();
        stop.install();
        CommandLine command = RondoCommand.commandLine(CommandContext.ofProcess(stop), args);
        int code;
        try {
            code = command.execute(args);
        } catch (OutOfMemoryError e) {
            ErrorReporter.print(command,
                    "out of memory (" + e.getMessage() + "): give the JVM more with RONDO_JAVA_OPTS=-Xmx2g");
            code = ExitCode.FAILED;
        } catch (InternalError e) {
            ErrorReporter.print(command, ErrorReporter.missingPage(e));
            code = ExitCode.FAILED;
        }
        stop.finished();
        System.exit(code);
    }
}
