package io.rondo.perf.cli;

/** Output is written whole or, once a signal asked the program to end, not at all. Thread-safe. */
public final class Finish {
    private boolean stopped;
    private Runnable lastOutput = () -> {};

    /** Something that writes. */
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

    /** What to write if the program is asked to end; replaces what was to be written so far. */
    synchronized void lastly(Runnable output) {
        lastOutput = output;
    }

    /** From now on nothing is written; what is being written is finished first. */
    public synchronized void stop() {
        stopped = true;
        lastOutput.run();
    }
}
