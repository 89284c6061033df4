package io.rondo.broker.sequencer;

import java.util.UUID;

/** What a copy of a topic keeps beside its log. Thread-safe. */
public interface CopyIdentity {
    /** The least id of a copy. */
    long FIRST_ID = 1L << 61;

    /** Returns whether a copy may have an id: from 2^61 to 2^62 - 2, which no user chooses by chance for a producer. */
    static boolean isValid(long id) {
        return id >= FIRST_ID && id <= 2 * FIRST_ID - 2;
    }

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
     * Returns the number of an ingress. A new one gets a greater number than all before it. It is on the disk when this
     * returns.
     *
     * @param ingress id of the segment
     * @param latest the greatest number of an ingress of this copy that the home knows; 0 if it knows none
     * @return from 1
     * @throws io.rondo.client.RondoException if it cannot be saved
     */
    int generation(UUID ingress, int latest);

    /** Returns whether the copy was {@linkplain #stop() stopped} for good. */
    boolean isStopped();

    /**
     * Notes that another host uses the numbers of this copy, so that this one forwards and takes nothing until it is begun
     * anew. It is on the disk when this returns.
     *
     * @throws io.rondo.client.RondoException if it cannot be saved
     */
    void stop();
}
