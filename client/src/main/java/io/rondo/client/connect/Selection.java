package io.rondo.client.connect;

import io.rondo.client.RondoException;

/** The way in which one side of a channel takes part, selected from the channel's files under its lock. */
sealed interface Selection {
    /** Opens the segment by its path. */
    record OpenSegment() implements Selection {}

    /** Creates the segment. */
    record CreateSegment() implements Selection {}

    /** Connects to the owner's socket, now or once an owner listens. */
    record ConnectToOwner() implements Selection {}

    /** Owns the channel without a segment. */
    record OwnWithoutSegment() implements Selection {}

    /**
     * Fails, because the two sides would not meet.
     *
     * @param reason names both sides
     */
    record Conflict(RondoException reason) implements Selection {}
}
