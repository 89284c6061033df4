package io.rondo.client.shm;

/**
 * Brings messages into a ring that come to this process some other way. Called by the ring's consumer, between its own
 * looks.
 */
public interface Feeder {
    /** Nothing comes another way. */
    Feeder NONE = new Feeder() {
        @Override
        public boolean feed() {
            return false;
        }

        @Override
        public void rest() {}
    };

    /**
     * Fetches what is there; never waits.
     *
     * @return whether anything came
     */
    boolean feed();

    /** The consumer is about to sleep: from now on, what comes must wake it. */
    void rest();
}
