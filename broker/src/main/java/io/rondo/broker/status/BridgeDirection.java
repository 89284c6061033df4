package io.rondo.broker.status;

/** Which way a bridge moves messages. */
public enum BridgeDirection {
    /** From channels of this host to an Aeron stream. */
    SEND,
    /** From an Aeron stream to channels of this host. */
    RECEIVE
}
