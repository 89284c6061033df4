package io.rondo.cli.runtime;

/** Exit codes. After SIGINT and SIGTERM the JVM itself ends with 130 and 143. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Failed; one line on standard error gives the reason. */
    public static final int FAILED = 1;
    /** The command line is invalid; one line on standard error names the argument. */
    public static final int USAGE = 2;
    /** The time limit was reached first. */
    public static final int TIMED_OUT = 3;

    private ExitCode() {}
}
