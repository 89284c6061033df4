package io.rondo.perf.measure;

/**
 * The state of the machine at a point: round trips of the limit's two C processes right before and right after it. The state of
 * a virtual machine changes by itself, because the host moves its processors.
 *
 * @param before median in nanoseconds
 * @param after median in nanoseconds
 */
public record MachineState(double before, double after) {
    private static final double NEAR = 100;
    private static final double MIDDLE = 300;

    /** The name of the state; of both if it changed. */
    public String name() {
        String first = name(before);
        String last = name(after);
        return first.equals(last) ? first : first + " to " + last;
    }

    private static String name(double nanos) {
        return nanos < NEAR ? "near" : nanos < MIDDLE ? "middle" : "far";
    }
}
