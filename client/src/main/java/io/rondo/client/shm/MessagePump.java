package io.rondo.client.shm;

import io.rondo.core.wait.Condition;

/** Moves messages that reach this process another way into a ring. Called by the ring's consumer between its looks. */
public interface MessagePump {
    /** Messages arrive in the ring only. */
    MessagePump NONE = new MessagePump() {
        @Override
        public boolean pump() {
            return false;
        }

        @Override
        public boolean isIdle() {
            return true;
        }

        @Override
        public void beforeSleep() {}
    };

    /**
     * Moves the messages that are there. Never waits.
     *
     * @return whether there were any
     */
    boolean pump();

    /** Whether {@link #pump} does nothing, because no message can reach this process another way at present. */
    boolean isIdle();

    /**
     * Waits in the consumer's thread for messages to {@link #pump}, as {@link Condition#waitBriefly}. Messages that arrive
     * in the ring by other ways may be noticed only at the end of the wait, after about a millisecond.
     *
     * @param arrival holds if there is a message in the ring
     * @param maxNanos longest wait in nanoseconds, from 1
     * @return whether to look again instead of sleeping
     */
    default boolean waitBriefly(Condition arrival, long maxNanos) {
        return false;
    }

    /** The consumer is about to sleep: from now on an arriving message must wake it. */
    void beforeSleep();
}
