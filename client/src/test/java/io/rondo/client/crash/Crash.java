package io.rondo.client.crash;

/** A participant that dies at a step, and the others of its channel. Its text names the step. */
public interface Crash extends AutoCloseable {
    /** Whether predecessors of the participant die, before it starts. */
    default boolean succeedsTheDead() {
        return false;
    }

    /** Lets these predecessors halt where they die. */
    default void haltPredecessor(VictimJvm jvm) throws Exception {
        // Most steps have none.
    }

    /** Lets the participant halt at its step. */
    void halt(VictimJvm jvm) throws Exception;

    /** Checks, after its death, that the others continue. */
    void check() throws Exception;

    @Override
    void close();
}
