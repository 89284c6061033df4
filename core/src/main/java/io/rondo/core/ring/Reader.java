package io.rondo.core.ring;

import io.rondo.core.wait.Condition;

/** A consumer's side of a ring; as a {@link Condition}, it holds when there is something to read. Confined to one thread. */
public interface Reader extends Condition {
    /**
     * Delivers what is there, and confirms it when the batch ends.
     *
     * @param handler called for each message; if it throws, its own message is not confirmed
     * @param limit the most messages, from 1
     * @return the number delivered
     * @throws io.rondo.core.CorruptSegmentException if something is there that no producer writes
     */
    int poll(RecordHandler handler, int limit);

    /**
     * Messages delivered so far, also by a poll whose handler threw at a later one. Confined to the reader's thread.
     *
     * @return the number since this reader was made
     */
    long delivered();

    /** Called by the handler: the poll in progress ends, and confirms, when the handler returns. */
    void stop();

    /**
     * Messages that were overwritten before this reader could take them.
     *
     * @return the number since it was attached; readable from any thread
     */
    long lost();
}
