package io.rondo.broker.cli;

import picocli.CommandLine;

/** Starts {@code rondo}. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args command line
     */
    public static void main(String[] args) {
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
