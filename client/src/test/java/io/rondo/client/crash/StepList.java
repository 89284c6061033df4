package io.rondo.client.crash;

import io.rondo.client.crash.CrashStep.Moment;
import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.CrashStep.Trait;
import io.rondo.client.process.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Builds a list of steps: a place, then the statements in it. */
final class StepList {
    private final List<CrashStep> steps = new ArrayList<>();

    /** The steps so far. */
    List<CrashStep> all() {
        return steps;
    }

    /** Opens a place: a method that runs on channels of these kinds, of all if none is named. */
    Place at(Class<?> type, String method, Kind... kinds) {
        return new Place(type, method, kinds.length == 0 ? Kind.values() : kinds);
    }

    /** A method in which a process dies. */
    final class Place {
        private final Class<?> type;
        private final String method;
        private final Kind[] kinds;
        private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
        private int times = 1;
        private Outcome outcome = Outcome.NOT_DONE;

        private Place(Class<?> type, String method, Kind... kinds) {
            this.type = type;
            this.method = method;
            this.kinds = kinds;
        }

        /** Which time it gets there. */
        Place times(int number) {
            times = number;
            return this;
        }

        /** What is special about the following. */
        Place with(Trait... more) {
            traits.addAll(List.of(more));
            return this;
        }

        /** What comes of dying at the following. */
        Place then(Outcome result) {
            outcome = result;
            return this;
        }

        /** It dies before each of these statements. */
        Place before(String... snippets) {
            return add(Moment.BEFORE, snippets);
        }

        /** It dies after each of these statements. */
        Place after(String... snippets) {
            return add(Moment.AFTER, snippets);
        }

        private Place add(Moment moment, String... snippets) {
            for (String snippet : snippets) {
                for (Kind kind : kinds) {
                    steps.add(new CrashStep(kind, moment, new SourceLine(type, method, snippet), times, outcome,
                            Set.copyOf(traits)));
                }
            }
            return this;
        }
    }
}
