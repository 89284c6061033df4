package io.rondo.core.ring;

/** Determines by kernel file locks which participants are alive. */
public interface ParticipantLiveness {
    /**
     * Returns whether a participant is alive.
     *
     * @param slot the participant's slot
     * @return false if no process holds the lock of the slot
     */
    boolean isAlive(int slot);

    /**
     * Frees the slot of a dead participant. Holds the lock of the slot meanwhile, so no process can take the slot.
     *
     * @param slot the slot
     * @return whether the participant was dead and the slot is free now
     */
    boolean freeIfDead(int slot);
}
