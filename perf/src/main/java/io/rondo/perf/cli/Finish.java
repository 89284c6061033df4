package io.rondo.perf.cli;

/** Makes output complete or, after a signal asked the program to end, omits it. Thread-safe. */
public final class Finish {
    private boolean stopped;
    private Runnable lastOutput = () -> {};

    /** An action that writes. */
    public interface Writing<E extends Exception> {
        /** Writes. */
        void write() throws E;
    }

    /** Writes, unless the program is ending. */
    public synchronized <E extends Exception> void output(Writing<E> writing) throws E {
        if (!stopped) {
            writing.write();
        }
    }

    /** Sets the text to write if the program is asked to end; replaces the previous one. */
    synchronized void lastly(Runnable output) {
        lastOutput = output;
    }

    /** Ends all output from now on; output that has begun is completed first. */
    public synchronized void stop() {
        stopped = true;
        lastOutput.run();
    }
}
