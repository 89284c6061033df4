package io.rondo.perf.harness;

import io.rondo.perf.measure.Point;
import io.rondo.perf.measure.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a run tells. */
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

    /** Whether as many slices were run as were announced. */
    boolean isComplete() {
        return announced == done;
    }
}
