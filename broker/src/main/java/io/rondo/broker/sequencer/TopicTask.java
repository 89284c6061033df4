package io.rondo.broker.sequencer;

import io.rondo.core.sync.WakeWord;
import java.util.concurrent.CompletableFuture;

/** What a broker does for one topic, as a {@link SequencerAgent} runs it. Confined to its thread, unless stated otherwise. */
interface TopicTask extends AutoCloseable {
    /** Returns the name of the topic. Any thread. */
    String topic();

    /** Returns the last sequence of the topic. Any thread. */
    long sequence();

    /**
     * Runs one duty cycle.
     *
     * @return the work done; 0 if there was none
     */
    int doWork();

    /**
     * Starts the work of other threads for the topic, before the first duty cycle.
     *
     * @param wake wakes the agent; thread-safe
     */
    void onProgress(Runnable wake);

    /**
     * Answers with the last recorded sequence of a producer when everything that was published before this call is
     * confirmed. Of a copy: and everything that its home had received before is here.
     *
     * @param producerId from 1; 0 for none
     * @param result gets the sequence, or the failure
     */
    void lastRecorded(long producerId, CompletableFuture<Long> result);

    /** Returns why {@link #lastRecorded} does not answer, and the remedy. Any thread. */
    String undrained();

    /** Returns the word to sleep on: what the topic waits for, as the last duty cycle found. */
    WakeWord waitsFor();

    /** Returns whether a duty cycle would do work; after the announcement of a sleeper. */
    boolean hasWork();

    /** Called before a sleep; returns the longest sleep in nanoseconds. */
    long beforeSleep();

    /** Returns whether nothing is left that this broker could do before it ends. */
    boolean isDrained();

    /** Returns whether the last duty cycle ended because a subscriber holds the space of the egress. */
    boolean isBlocked();

    @Override
    void close();
}
