package io.rondo.broker.sequencer;

import java.util.UUID;

/** What a copy of a topic keeps beside its log. Thread-safe. */
public interface CopyIdentity {
    /** Returns the random id of the copy, with which the home knows what the copy has forwarded: a producer id. */
    long id();

    /** Returns the id of the home's log; 0 before the first contact. */
    long home();

    /**
     * Notes the id of the home's log, and waits until it is on the disk.
     *
     * @param logId not 0
     * @throws io.rondo.client.RondoException if it cannot be saved
     */
    void home(long logId);

    /**
     * Returns the number of an ingress: that of the one before plus 1. It is on the disk when this returns.
     *
     * @param ingress id of the segment
     * @return from 1
     * @throws io.rondo.client.RondoException if it cannot be saved
     */
    int generation(UUID ingress);
}
