package io.rondo.perf.measure;

import java.time.Duration;

/** Receives the progress of a run. Called by the measuring thread, never during a slice. */
public interface Progress {
    /**
     * A point begins.
     *
     * @param point the point
     * @param slices number of slices, warm-up included
     * @param each length of a slice
     */
    void begin(Point point, int slices, Duration each);

    /** A slice ended, or was omitted because its competitor had failed. */
    void sliceDone();

    /**
     * A message for the user.
     *
     * @param text one line
     */
    void note(String text);

    /** The point ended. */
    void end();
}
