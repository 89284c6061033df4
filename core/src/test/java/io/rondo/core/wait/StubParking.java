package io.rondo.core.wait;

import java.util.ArrayList;
import java.util.List;

/** Records the steps of a wait, and lets the test act at each. */
final class StubParking implements Parking, Condition {
    final List<String> steps = new ArrayList<>();
    private int looks;
    private int holdsFromLook = Integer.MAX_VALUE;
    private Runnable onSleep = () -> {};
    private RuntimeException onCheck;
    private long maxSleepNanos = Condition.MAX_SLEEP_NANOS;

    /** The condition holds from this look on, counted from 1. */
    StubParking holdsFromLook(int look) {
        holdsFromLook = look;
        return this;
    }

    StubParking onSleep(Runnable action) {
        onSleep = action;
        return this;
    }

    StubParking failing(RuntimeException failure) {
        onCheck = failure;
        return this;
    }

    StubParking maxSleepNanos(long nanos) {
        maxSleepNanos = nanos;
        return this;
    }

    void comeTrue() {
        holdsFromLook = 0;
    }

    int looks() {
        return looks;
    }

    @Override
    public boolean holds() {
        steps.add("look");
        return ++looks >= holdsFromLook;
    }

    @Override
    public long maxSleepNanos() {
        return maxSleepNanos;
    }

    @Override
    public void prepare() {
        steps.add("prepare");
    }

    @Override
    public void sleep(long maxNanos) {
        steps.add("sleep " + maxNanos);
        onSleep.run();
    }

    @Override
    public void check() {
        if (onCheck != null) {
            throw onCheck;
        }
    }
}
