package io.rondo.client.socket;

import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import org.agrona.DirectBuffer;

/** The messages of one connected publisher, each taken once. Confined to the loop. */
final class QueueFeed {
    private final Publishers.Entry publisher;
    private final Inflow inflow;
    private final DataIntake intake;
    private final int maxMessageLength;
    private final int window;
    /** The last sequence that this connection carried. */
    private long carried;
    private boolean news;

    /**
     * Lets a publisher in.
     *
     * @throws io.rondo.core.RondoException if there is no place for it
     */
    QueueFeed(Wire wire, Publishers.Entry publisher, Listener listener, OwnedChannel.Peer peer) {
        this.publisher = publisher;
        Welcome channel = listener.owned().welcome(0, 0, 0);
        maxMessageLength = channel.maxMessageLength();
        window = Flow.window(channel);
        inflow = listener.owned().admitPublisher(peer, publisher.id(), wire::resume);
        carried = publisher.confirmed();
        intake = new DataIntake(wire, window, carried, inflow::confirmed);
    }

    /** Bytes of frames the publisher may have under way. */
    int window() {
        return window;
    }

    Publishers.Entry publisher() {
        return publisher;
    }

    boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        if (length > maxMessageLength) {
            throw new SessionException("Data of " + length + " bytes is longer than " + maxMessageLength
                    + ", the channel's longest message");
        }
        int frameLength = SessionEncoder.dataFrameLength(length);
        if (!intake.withinCredit(frameLength)) {
            throw new SessionException("Data of " + frameLength + " bytes without credit for it");
        }
        long next = publisher.taken() + 1;
        if (sequence > next) {
            throw new SessionException("Data has sequence " + sequence + ", but the next is " + next);
        }
        if (sequence == next) {
            if (!inflow.offer(buffer, offset, length)) {
                return false;
            }
            publisher.took(sequence);
        }
        intake.received(frameLength);
        carried = Math.max(carried, sequence);
        news = true;
        return true;
    }

    void onBatchEnd() {
        if (news) {
            news = false;
            inflow.onBatchEnd();
            intake.mark(inflow.offered(), carried);
        }
    }

    void onConsumed() {
        intake.look();
    }

    /** Says what is confirmed, and returns that to the message: others before it may be behind the last mark. */
    long settle() {
        onBatchEnd();
        intake.acknowledgeNews();
        return Math.max(intake.confirmedSequence(), publisher.taken() - inflow.unconfirmed());
    }

    /**
     * The owner closes: says what is confirmed, and leaves the rest to the publisher, which sends it to the next owner.
     */
    long settleForNextOwner() {
        long last = settle();
        inflow.withdraw();
        return last;
    }

    void close() {
        publisher.confirmed(settle());
        inflow.close();
    }
}
