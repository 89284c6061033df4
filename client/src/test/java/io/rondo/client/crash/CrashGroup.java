package io.rondo.client.crash;

import static org.junit.jupiter.api.Assertions.assertAll;

import io.rondo.client.process.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps at which participants die together: each of them halts at its step on a thread and a channel of its own, then one
 * SIGKILL ends their JVM. So a step costs no start of a JVM.
 *
 * @param <S> the type of the steps
 * @param first the number of the first step
 * @param steps the steps
 */
public record CrashGroup<S>(int first, List<S> steps) {
    private static final int SIZE = 16;

    /** Makes the others of a step's channel. */
    public interface Factory<S> {
        Crash create(S step, String channel, Path directory, Path files) throws IOException;
    }

    /** Divides the steps into groups. */
    public static <S> List<CrashGroup<S>> of(List<S> steps) {
        List<CrashGroup<S>> groups = new ArrayList<>();
        for (int first = 0; first < steps.size(); first += SIZE) {
            groups.add(new CrashGroup<>(first + 1, steps.subList(first, Math.min(first + SIZE, steps.size()))));
        }
        return groups;
    }

    /** Distributes steps over groups that each end with another step, because no other steps can follow that. */
    public static <S> List<CrashGroup<S>> endingWith(List<S> others, List<S> last) {
        List<CrashGroup<S>> groups = new ArrayList<>();
        int number = 1;
        for (int i = 0; i < last.size(); i++) {
            List<S> group = new ArrayList<>(
                    others.subList(others.size() * i / last.size(), others.size() * (i + 1) / last.size()));
            group.add(last.get(i));
            groups.add(new CrashGroup<>(number, group));
            number += group.size();
        }
        return groups;
    }

    /** Lets the participants die in a JVM of {@code jvms}, then checks each channel. */
    public void die(SmallJvm jvms, Path directory, Path files, Factory<S> factory) throws Exception {
        List<Crash> crashes = new ArrayList<>();
        try {
            for (S step : steps) {
                crashes.add(factory.create(step, name(crashes.size()), directory, files));
            }
            List<Crash> successors = crashes.stream().filter(Crash::succeedsTheDead).toList();
            if (!successors.isEmpty()) {
                killAt(jvms, directory, successors, Crash::haltPredecessor);
            }
            killAt(jvms, directory, crashes, Crash::halt);
            assertAll(crashes.stream().map(crash -> () -> named(crash, Crash::check)));
        } finally {
            crashes.forEach(Crash::close);
        }
    }

    /** One thread may halt with the lock of its channel, and a process shares 64 locks between its channels by their names. */
    private static String name(int index) {
        return Kind.CHANNEL + (char) ('a' + index);
    }

    private interface Halt {
        void halt(Crash crash, VictimJvm jvm) throws Exception;
    }

    private static void killAt(SmallJvm jvms, Path directory, List<Crash> crashes, Halt halt) throws Exception {
        try (VictimJvm jvm = VictimJvm.start(jvms, directory)) {
            for (Crash crash : crashes) {
                named(crash, each -> halt.halt(each, jvm));
            }
            jvm.kill();
        }
    }

    private interface Action {
        void run(Crash crash) throws Exception;
    }

    /** A failure names the step. */
    private static void named(Crash crash, Action action) {
        try {
            action.run(crash);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(crash + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "steps " + first + " to " + (first + steps.size() - 1);
    }
}
