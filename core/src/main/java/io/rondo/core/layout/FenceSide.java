package io.rondo.core.layout;

/** Which side of the park/wake protocol pays for the fence between its store and its load; one choice for a whole channel. */
public enum FenceSide {
    /** The sleeper, with {@code membarrier(2)}: a message costs no fence. */
    SLEEPER,
    /** The waker, with a full fence per message: for hosts without membarrier, or where its interrupts are unwanted. */
    WAKER
}
