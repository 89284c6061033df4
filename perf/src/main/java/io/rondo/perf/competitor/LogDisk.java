package io.rondo.perf.competitor;

/** The sizes that all competitors with files on a disk have in common, so that each leaves the disk the same work. */
public final class LogDisk {
    /** Bytes of a file: what a log file of Rondo has by default. */
    public static final int FILE_LENGTH = 64 << 20;
    /** Bytes after which the oldest files are deleted. */
    public static final long KEPT_BYTES = 1L << 30;

    private LogDisk() {}
}
