package io.rondo.cli.runtime;

import io.rondo.core.os.DescriptorPoll;

/** Raises a stop signal when the reader of standard output closes it. */
final class OutputWatch {
    private static final int STANDARD_OUTPUT = 1;
    private static final long LONG_NANOS = 3_600_000_000_000L;

    private OutputWatch() {}

    /**
     * Begins to watch standard output of this process, if it is a pipe or a socket, until the process ends.
     *
     * @param stop is raised
     */
    static void start(StopSignal stop) {
        if (ClosedOutput.isPipeOrSocket()) {
            Thread.ofPlatform().daemon().name("rondo-output").start(() -> watch(stop));
        }
    }

    private static void watch(StopSignal stop) {
        try (DescriptorPoll poll = new DescriptorPoll(1)) {
            poll.addForEnd(STANDARD_OUTPUT);
            do {
                poll.await(LONG_NANOS);
            } while (!poll.hasEnded());
            stop.outputClosed();
        } catch (IllegalStateException | LinkageError e) {
            // Without a free descriptor or native calls, the next write finds the closed output.
        }
    }
}
