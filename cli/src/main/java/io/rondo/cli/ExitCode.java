package io.rondo.cli;

/** What the process tells its parent. After SIGINT and SIGTERM the JVM itself ends with 130 and 143. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;
    /** Failed; one line on stderr says why. */
    public static final int FAILED = 1;
    /** The command line is wrong; one line on stderr says how. */
    public static final int USAGE = 2;
    /** The time given ran out first. */
    public static final int TIMED_OUT = 3;

    private ExitCode() {}
}
