package io.rondo.perf.measure;

import java.time.Duration;

/** Told how a run goes on. Called by the thread that measures, never while a slice runs. */
public interface Progress {
    /**
     * A point begins.
     *
     * @param point what is measured next
     * @param slices how many slices it takes, warm-up included
     * @param each length of a slice
     */
    void begin(Point point, int slices, Duration each);

    /** One slice is over. One that a failed contestant did not run counts, too. */
    void sliceDone();

    /**
     * Something to know.
     *
     * @param text one line
     */
    void note(String text);

    /** The point is over. */
    void end();
}
