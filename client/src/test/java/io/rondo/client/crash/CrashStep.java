package io.rondo.client.crash;

import io.rondo.client.SlowConsumer;
import io.rondo.client.process.Kind;
import java.util.Set;

/**
 * A place in the protocol where a process dies.
 *
 * @param kind of the channel
 * @param moment before or after the statement
 * @param line the statement
 * @param times how often it gets there
 * @param outcome what becomes of what it had in hand
 * @param traits what else is special
 */
record CrashStep(Kind kind, Moment moment, SourceLine line, int times, Outcome outcome, Set<Trait> traits) {
    /** When. */
    enum Moment {
        BEFORE, AFTER
    }

    /**
     * Whether the message a publisher had in hand is delivered; whether the batch a consumer had in hand is confirmed.
     */
    enum Outcome {
        DONE, NOT_DONE, EITHER
    }

    /** What else is special. */
    enum Trait {
        /** The channel is not there before. */
        CREATES,
        /** It aborts a claim before it publishes each message. */
        ABORTS,
        /** Each claim is longer than its message. */
        COMMITS_SHORT,
        /** It comes to its end after {@link #FEW} messages. */
        ENDS,
        /** The other side does nothing, so the process goes to sleep. */
        SLEEPS,
        /** It drops the oldest messages of a topic. */
        DROPS,
        /** A topic's publisher does not wait for it. */
        MAY_BE_EVICTED,
        /** It meets a consumer that does not read and may be evicted. */
        EVICTS,
        /** Another publisher takes the place it was about to claim. */
        LOSES_RACE,
        /** The queue is not read, and another publisher claims while this one waits: it reserves the tail. */
        RESERVES,
        /** The producer before it in its slot died with the tail reserved. */
        INHERITS_RESERVATION,
        /** A consumer dies while it joins, when the producer has announced its limit. */
        MEETS_JOINER,
        /** A topic's slot was left by a consumer that died. */
        MEETS_DEAD_CONSUMER,
        /** The topic goes on by a lap while it joins. */
        IS_LAPPED,
        /** A publisher sleeps until it confirms. */
        WAKES,
        /** It has zeroed half of what it read. */
        HALF_WAY,
        /** Its predecessor died before it zeroed what it had confirmed. */
        SUCCEEDS_THE_DEAD,
        /** Nothing is published before it sleeps, and then so little that it is not behind. */
        READS_FEW
    }

    /** Messages of one that comes to its end. */
    static final long FEW = 3;

    /** How a consumer behaves that does not keep up. */
    SlowConsumer policy() {
        if (is(Trait.DROPS)) {
            return SlowConsumer.DROP_OLDEST;
        }
        return is(Trait.MAY_BE_EVICTED) ? SlowConsumer.EVICT : SlowConsumer.BLOCK;
    }

    /** How a publisher publishes. */
    CrashPublisherMain.Habit habit() {
        if (is(Trait.ABORTS)) {
            return CrashPublisherMain.Habit.ABORTS;
        }
        return is(Trait.COMMITS_SHORT) ? CrashPublisherMain.Habit.COMMITS_SHORT : CrashPublisherMain.Habit.COMMITS;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    @Override
    public String toString() {
        return kind + " " + moment.name().toLowerCase() + " " + line + " #" + times
                + (traits.isEmpty() ? "" : " " + traits);
    }
}
