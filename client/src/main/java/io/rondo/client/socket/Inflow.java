package io.rondo.client.socket;

import org.agrona.DirectBuffer;

/** Where the messages of one connected publisher go. Confined to the loop. */
interface Inflow {
    /** Takes a message; false if there is no room now, and its session is resumed when there may be. */
    boolean offer(DirectBuffer buffer, int offset, int length);

    /** What was there to read was offered. */
    void onBatchEnd();

    /** A position behind the last message taken. */
    long offered();

    /** Up to which position messages are confirmed. */
    long confirmed();

    /**
     * How many of this publisher's messages that were taken are not confirmed; exact, and slower than to compare
     * positions.
     */
    int unconfirmed();

    /**
     * Takes this publisher's unconfirmed messages out of the channel. Called when the owner, which no longer consumes,
     * is about to tell the connected publisher what it confirmed: the publisher sends the others to the next owner.
     */
    void withdraw();

    /** Nothing more comes. */
    void close();
}
