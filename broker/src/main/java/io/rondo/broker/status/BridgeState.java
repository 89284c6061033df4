package io.rondo.broker.status;

/** What a bridge does. */
public enum BridgeState {
    /** It is open, and the other side is there. */
    CONNECTED,
    /** It is open, and the other side is not there. */
    WAITING,
    /** It cannot be opened, or has failed; it tries again. */
    FAILED,
    /** It is the copy of a sequenced topic, and takes nothing until an operator has acted: an alarm has the reason. */
    STOPPED
}
