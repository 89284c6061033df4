package io.rondo.client.crash;

import io.rondo.client.crash.CrashPublisherMain.Habit;
import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.core.ring.work.WorkReader;
import java.util.ArrayList;
import java.util.List;

/** The steps of a work queue's participants. Dying between two stores is named once, as in {@link CrashSteps}. */
final class WorkSteps {
    private static final int SOME = 9;

    private WorkSteps() {}

    /**
     * A place where a participant dies.
     *
     * @param outcome whether the message in hand is acknowledged, returned or published
     * @param habit of a producer
     */
    record Step(Moment moment, SourceLine line, int times, Outcome outcome, Habit habit) {
        @Override
        public String toString() {
            return moment.name().toLowerCase() + " " + line + " #" + times + (habit == null ? "" : " " + habit);
        }
    }

    private static Class<?> core(String name) {
        try {
            return Class.forName("io.rondo.core.ring." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the crash matrix names a class that is gone", e);
        }
    }

    static List<Step> ofConsumers() {
        List<Step> steps = new ArrayList<>();
        Class<?> entries = core("work.WorkEntries");
        SourceLine takes = new SourceLine(WorkReader.class, "takeNew", "entries.compareAndSet(position, ready, held)");
        add(steps, Moment.BEFORE, takes, 2, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, takes, 2, Outcome.NOT_DONE);
        SourceLine takesAgain = new SourceLine(WorkReader.class, "takeAgain",
                "entries.compareAndSet(found, entry, held)");
        add(steps, Moment.BEFORE, takesAgain, 1, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, takesAgain, 1, Outcome.NOT_DONE);
        // The first message is taken over, the second and third are taken.
        add(steps, Moment.AFTER,
                new SourceLine(entries, "compareAndSet", "RawWords.compareAndSetLong(entry(position)"), 3,
                Outcome.NOT_DONE);
        // Three messages are acknowledged, the fourth is returned.
        SourceLine ends = new SourceLine(entries, "set", "RawWords.setLongRelease(entry(position)");
        add(steps, Moment.BEFORE, ends, 2, Outcome.NOT_DONE);
        add(steps, Moment.AFTER, ends, 2, Outcome.DONE);
        add(steps, Moment.BEFORE, ends, 4, Outcome.NOT_DONE);
        SourceLine counts = new SourceLine(entries, "countReturn",
                "RawWords.compareAndSetLong(returns, before, before + 1)");
        add(steps, Moment.BEFORE, counts, 1, Outcome.DONE);
        add(steps, Moment.AFTER, counts, 1, Outcome.DONE);
        add(steps, Moment.AFTER, new SourceLine(entries, "raiseRead", "RawWords.compareAndSetLong(read"), 2,
                Outcome.DONE);
        add(steps, Moment.AFTER, new SourceLine(entries, "moveHead", "RawWords.compareAndSetLong(head"), 2,
                Outcome.DONE);
        add(steps, Moment.BEFORE, new SourceLine(WorkReader.class, "free", "onFreed.run()"), 2, Outcome.DONE);
        SourceLine skips = new SourceLine(WorkReader.class, "skipAbandonedClaim",
                "!entries.compareAndSet(cursor, entry, entries.done(cursor, length))");
        add(steps, Moment.BEFORE, skips, 1, Outcome.DONE);
        add(steps, Moment.AFTER, skips, 1, Outcome.DONE);
        return steps;
    }

    private static void add(List<Step> steps, Moment moment, SourceLine line, int times, Outcome outcome) {
        steps.add(new Step(moment, line, times, outcome, null));
    }

    static List<Step> ofProducers() {
        List<Step> steps = new ArrayList<>();
        SourceLine header = line("claim", "RawWords.setLongOpaque(data");
        SourceLine claimed = line("claim", "RawWords.setLongRelease(entry(position)");
        SourceLine message = line("commit", "RawWords.setLongOpaque(data");
        SourceLine ready = line("commit", "RawWords.setLongRelease(entry(position)");
        SourceLine rest = line("commitShort", "RawWords.setLongOpaque(entry(rest)");
        SourceLine aborted = line("abort", "RawWords.setLongRelease(entry(position)");
        add(steps, Moment.BEFORE, header, Outcome.NOT_DONE, Habit.COMMITS);
        add(steps, Moment.BEFORE, claimed, Outcome.NOT_DONE, Habit.COMMITS);
        add(steps, Moment.AFTER, claimed, Outcome.NOT_DONE, Habit.COMMITS);
        add(steps, Moment.AFTER, message, Outcome.NOT_DONE, Habit.COMMITS);
        add(steps, Moment.AFTER, ready, Outcome.DONE, Habit.COMMITS);
        add(steps, Moment.AFTER, rest, Outcome.NOT_DONE, Habit.COMMITS_SHORT);
        add(steps, Moment.BEFORE, ready, Outcome.NOT_DONE, Habit.COMMITS_SHORT);
        add(steps, Moment.AFTER, aborted, Outcome.NOT_DONE, Habit.ABORTS);
        return steps;
    }

    private static SourceLine line(String method, String snippet) {
        return new SourceLine(core("writer.EntryPublication"), method, snippet);
    }

    private static void add(List<Step> steps, Moment moment, SourceLine line, Outcome outcome, Habit habit) {
        steps.add(new Step(moment, line, SOME, outcome, habit));
    }
}
