package io.rondo.core.sync;

import io.rondo.core.wait.Parking;

/** A parking place whose thread may also sleep for other places at the same time. */
public interface GroupParking extends Parking {
    /** Whether this takes one of the {@link GroupParker#MAX_WORDS} words of a group; otherwise a thread wakes the group. */
    boolean sleepsInWord();

    /**
     * Announces the sleep of a group: from now on, what wakes this place wakes the group. The announcement is complete
     * after {@link GroupParker#announce()}. Confined to the thread that prepares the sleep.
     *
     * @param group sleeps for this place
     */
    void joinSleep(GroupParker group);
}
