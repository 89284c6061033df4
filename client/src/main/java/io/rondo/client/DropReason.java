package io.rondo.client;

/** Why a response was not sent. */
public enum DropReason {
    /** It is longer than the requester's queue takes: send parts, or let the requester set a larger response capacity. */
    TOO_LONG,
    /** The requester's queue has no room now, because the requester does not read fast enough. */
    NO_ROOM,
    /** The requester has ended, or cannot be reached. */
    REQUESTER_GONE,
    /** The requester has cancelled the request. */
    CANCELLED
}
