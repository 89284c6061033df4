package io.rondo.core.ring.reader;

import io.rondo.core.ring.Action;
import org.agrona.DirectBuffer;

/** Receives records in place, and decides how the poll goes on. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * Called once per record.
     *
     * @param buffer read-only view, bounded to this record's message and valid until this method returns
     * @param offset index of the first byte
     * @param length in bytes, from 0
     * @return what the reader does next, not null
     */
    Action onRecord(DirectBuffer buffer, int offset, int length);
}
