package io.rondo.cli;

import picocli.CommandLine;

/** Starts {@code rondo}. */
public final class Main {
    /** What of a log record is printed: one line. */
    private static final String LOG_FORMAT = "rondo: %5$s%n";

    private Main() {}

    /** Warnings of the client come through the JDK's logging, which makes two lines of each unless told otherwise. */
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
        CommandLine command = RondoCommand.commandLine(CommandContext.ofProcess(stop));
        int code;
        try {
            code = command.execute(args);
        } catch (OutOfMemoryError e) {
            ErrorReporter.print(command,
                    "out of memory (" + e.getMessage() + "): give the JVM more with RONDO_JAVA_OPTS=-Xmx2g");
            code = ExitCode.FAILED;
        } catch (InternalError e) {
            // What HotSpot makes of SIGBUS.
            ErrorReporter.print(command, "a page of the channel's file is gone (" + e.getMessage()
                    + "): somebody truncated it while it was in use, remove the channel and create it again");
            code = ExitCode.FAILED;
        }
        stop.finished();
        System.exit(code);
    }
}
