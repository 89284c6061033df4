package io.rondo.perf.harness;

import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records the progress of a run. */
final class Notes implements Progress {
    final List<String> notes = new ArrayList<>();
    private int announced;
    private int done;

    @Override
    public void begin(Point point, int slices, Duration each) {
        announced += slices;
    }

    @Override
    public void sliceDone() {
        done++;
    }

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public void end() {}

    /** Whether the number of slices was as announced. */
    boolean isComplete() {
        return announced == done;
    }
}
