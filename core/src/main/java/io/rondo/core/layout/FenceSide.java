package io.rondo.core.layout;

/**
 * The side of the park/wake protocol that pays for the fence between its store and its load. All participants of a
 * channel use the same side.
 */
public enum FenceSide {
    /** The sleeper, with {@code membarrier(2)}: a message costs no fence. */
    SLEEPER,
    /**
     * The waker, with a full fence per message: for hosts without membarrier, or where its interrupts are unwanted.
     */
    WAKER
}
