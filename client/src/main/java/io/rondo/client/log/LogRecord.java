package io.rondo.client.log;

import org.agrona.DirectBuffer;

/** One message of the log, valid until the handler returns. */
public interface LogRecord {
    /** Returns the message's sequence in the channel, from 1. */
    long sequence();

    /** Returns when the message was sequenced, in nanoseconds since the epoch. */
    long timestamp();

    /** Returns the id of the publisher; 0 if it has none. */
    long publisherId();

    /** Returns the publisher's own sequence of the message; 0 if it has none. */
    long publisherSequence();

    /** Returns the epoch of the ingress that the message came through. */
    long ingressEpoch();

    /** Returns the position in that ingress of the record that held the message. */
    long ingressPosition();

    /** Returns the message, from index 0 to the capacity; a view that is moved on for the next record. */
    DirectBuffer payload();
}
