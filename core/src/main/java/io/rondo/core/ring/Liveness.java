package io.rondo.core.ring;

/** The kernel's word on who lives. */
public interface Liveness {
    /**
     * Asks whether a participant lives.
     *
     * @param slot its slot
     * @return false if nobody holds the slot
     */
    boolean isAlive(int slot);

    /**
     * Frees a slot whose participant is dead, holding its lock meanwhile so that it stays dead.
     *
     * @param slot the slot
     * @return whether it was dead and is free now
     */
    boolean freeIfDead(int slot);
}
