package io.rondo.client.connect;

import io.rondo.core.RondoException;

/**
 * How one side of a channel takes part in it: the outcome of one look at all of the channel's files, under its lock.
 */
sealed interface Selection {
    /** Opens the segment by its path. */
    record OpenSegment() implements Selection {}

    /** Creates the segment. */
    record CreateSegment() implements Selection {}

    /** Connects to the owner's socket, now or as soon as there is one. */
    record ConnectToOwner() implements Selection {}

    /** Owns the channel without a segment. */
    record OwnWithoutSegment() implements Selection {}

    /**
     * Takes no part: the other side could not be met.
     *
     * @param reason names both sides
     */
    record Conflict(RondoException reason) implements Selection {}
}
