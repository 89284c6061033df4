package io.rondo.client.socket.owner.work;

import io.rondo.client.Buffers;
import io.rondo.codecs.service.RequestDecoder;
import io.rondo.codecs.service.RequestKind;
import io.rondo.core.ring.Action;
import io.rondo.core.ring.reader.RecordHandler;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Collects the cancellations among the records of a request queue, as many as one frame holds. Confined to the event loop. */
final class WaitingCancellations implements RecordHandler {
    private static final int MOST = 64;
    /** Records of one look, which bounds the time that it takes. */
    private static final int MOST_RECORDS = 4096;
    private static final int LENGTH = RequestDecoder.BLOCK_LENGTH;

    private final RequestDecoder decoder = new RequestDecoder();
    private final MutableDirectBuffer found = Buffers.allocate(MOST * LENGTH);
    private int length;
    private int left;

    /** Begins a look. */
    WaitingCancellations begin() {
        length = 0;
        left = MOST_RECORDS;
        return this;
    }

    @Override
    public Action onRecord(DirectBuffer buffer, int offset, int recordLength) {
        left--;
        if (recordLength >= LENGTH && decoder.wrap(buffer, offset, LENGTH, RequestDecoder.SCHEMA_VERSION)
                .kind() == RequestKind.CANCEL) {
            found.putBytes(length, buffer, offset, LENGTH);
            length += LENGTH;
        }
        return hasMore() ? Action.BREAK : Action.CONTINUE;
    }

    /** Whether the look stopped before the end. */
    boolean hasMore() {
        return left == 0 || length == found.capacity();
    }

    /** The cancellations, one behind the other. */
    DirectBuffer found() {
        return found;
    }

    /** Bytes of the cancellations. */
    int length() {
        return length;
    }
}
