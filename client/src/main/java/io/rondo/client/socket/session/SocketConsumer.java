package io.rondo.client.socket.session;

import io.rondo.client.endpoint.ConsumerTransport;
import io.rondo.core.ring.reader.RecordHandler;
import io.rondo.core.wait.Condition;

/** The consumer's side of the socket transport. */
public final class SocketConsumer extends SocketEndpoint implements ConsumerTransport {
    private final MessageSource source;
    private final Condition arrival = new Arrival();
    private final Condition arrived = this::hasArrived;

    public SocketConsumer(MessageSource source, ThreadParker parker) {
        super(parker, source::participantCounts);
        this.source = source;
    }

    /** Holds if there is a message, or no more messages will arrive. */
    private final class Arrival implements Condition {
        @Override
        public boolean holds() {
            return hasArrived() || source.receiveInline() && hasMessage();
        }

        @Override
        public boolean waitBriefly(long maxNanos) {
            return source.waitBriefly(arrived, maxNanos);
        }

        @Override
        public void beforeSleep() {
            source.beforeSleep();
        }
    }

    private boolean hasArrived() {
        return hasMessage() || source.failure() != null;
    }

    private boolean hasMessage() {
        ReceiveBuffer receiveBuffer = source.receiveBuffer();
        return receiveBuffer != null && receiveBuffer.hasMessage();
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        ReceiveBuffer receiveBuffer = source.receiveBuffer();
        int count = receiveBuffer == null ? 0 : poll(receiveBuffer, handler, limit);
        if (count == 0 && receiveBuffer != null && !receiveBuffer.hasMessage() && source.receiveInline()) {
            count = poll(receiveBuffer, handler, limit);
        }
        if (count == 0) {
            requireSource();
        }
        return count;
    }

    private int poll(ReceiveBuffer receiveBuffer, RecordHandler handler, int limit) {
        long before = receiveBuffer.consumed();
        try {
            return receiveBuffer.poll(handler, limit);
        } finally {
            if (receiveBuffer.consumed() != before) {
                source.consumed();
            }
        }
    }

    private void requireSource() {
        RuntimeException failure = source.failure();
        // Received messages are delivered before the failure, except after an eviction.
        if (failure != null && !hasMessage()) {
            failure.setStackTrace(Thread.currentThread().getStackTrace());
            throw failure;
        }
    }

    @Override
    public void lookAhead(RecordHandler handler) {
        ReceiveBuffer receiveBuffer = source.receiveBuffer();
        if (receiveBuffer != null) {
            receiveBuffer.lookAhead(handler);
        }
    }

    @Override
    public Condition arrival() {
        return arrival;
    }

    @Override
    public void stop() {
        ReceiveBuffer receiveBuffer = source.receiveBuffer();
        if (receiveBuffer != null) {
            receiveBuffer.stop();
        }
    }

    @Override
    public long lost() {
        return source.lost();
    }

    @Override
    public void detach() {
        source.close();
    }
}
