package io.rondo.perf.competitor;

import io.rondo.client.Claim;
import io.rondo.client.Publisher;
import io.rondo.perf.transport.MessageWriter;
import io.rondo.perf.transport.Sender;
import org.agrona.DirectBuffer;

/**
 * Sends through a publisher of Rondo.
 *
 * @param publisher used by this sender only
 * @param waiting whether the calls wait for room in Rondo
 */
record PublisherSender(Publisher publisher, boolean waiting) implements Sender {
    @Override
    public boolean trySend(MessageWriter writer, int length) {
        Claim claim = waiting ? publisher.claim(length) : publisher.tryClaim(length);
        if (claim == null) {
            return false;
        }
        writer.write(claim.buffer(), claim.offset(), length);
        claim.commit();
        return true;
    }

    @Override
    public boolean trySend(DirectBuffer message, int offset, int length) {
        long sequence = waiting
                ? publisher.publish(message, offset, length)
                : publisher.tryPublish(message, offset, length);
        return sequence > 0;
    }
}
