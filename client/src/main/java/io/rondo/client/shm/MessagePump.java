package io.rondo.client.shm;

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

    /** The consumer is about to sleep: from now on an arriving message must wake it. */
    void beforeSleep();
}
