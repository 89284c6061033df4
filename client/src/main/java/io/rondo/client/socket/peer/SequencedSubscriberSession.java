package io.rondo.client.socket.peer;

import io.rondo.client.ChannelRemovedException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.SequencedAcks;
import io.rondo.client.socket.session.SequencedRecord;
import io.rondo.client.socket.session.SequencedSocketConsumer;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.GapReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.control.Start;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.Join;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import org.agrona.DirectBuffer;

/**
 * The session of a sequenced topic's connected subscriber. After a lost connection it asks for the message that follows the
 * last one it received, of the same broker or of the next one.
 */
public final class SequencedSubscriberSession extends ReceivingSession implements SequencedSocketConsumer.Receipt {
    private static final long NOT_STARTED = 0;

    private final Join join;
    private final long firstSequence;

    /** Loop or lease holder. */
    private SequencedAcks acks;
    /** What the sequences belong to; 0 before the first Welcome. */
    private long topicId;
    /** Loop or lease holder: sequence of the message that is received next. */
    private long nextSequence = NOT_STARTED;
    private boolean hasNewData;
    private volatile long startSequence = NOT_STARTED;

    /** Subscriber's thread: what was delivered and is not confirmed yet. */
    private long deliveredSequence;
    private long deliveredBytes;

    /**
     * Creates the session.
     *
     * @param target the topic's socket
     * @param parker of the thread that polls
     * @param policy what happens if it does not keep up; the broker never waits for it
     * @param join names the first message
     * @param firstSequence with the start {@code SEQUENCE}: that of the first message; otherwise 0
     */
    public SequencedSubscriberSession(ConnectTarget target, ThreadParker parker, SlowConsumer policy, Join join,
            long firstSequence) {
        super(target, parker, true, policy);
        this.join = join;
        this.firstSequence = firstSequence;
    }

    @Override
    Join join() {
        return nextSequence == NOT_STARTED ? join : new Join(0, Start.SEQUENCE, 0, join.subscription());
    }

    @Override
    Hello hello() {
        return new Hello(id(), topicId, nextSequence == NOT_STARTED ? firstSequence : nextSequence, 0,
                SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER, policy(), topicId != 0, target().terms(),
                target().channel());
    }

    @Override
    void onFirstWelcome(int window) {
        acks = new SequencedAcks(window);
    }

    @Override
    void onWelcomed(Welcome terms) {
        onServed();
        if (!prepareBuffer(terms)) {
            return;
        }
        connection().limitSequencedMessages(terms.maxMessageLength());
        topicId = terms.ownerId();
        if (join.start() != Start.TIME) {
            nextSequence = Math.max(nextSequence, terms.confirmedSequence() + 1);
            startSequence = startSequence == NOT_STARTED ? nextSequence : startSequence;
        }
        acks.connected(connection());
    }

    /** Returns the sequence at which it begins; 0 if that is not known before the first message. For use after the opening. */
    public long startSequence() {
        return startSequence;
    }

    @Override
    public boolean onSequencedData(long sequence, long timestamp, int frameLength, DirectBuffer buffer, int offset,
            int length) {
        requireCredit(frameLength);
        if (sequence < nextSequence) {
            throw new SessionException("Data has sequence " + sequence + ", but the next is " + nextSequence);
        }
        int headerLength = SequencedRecord.HEADER_LENGTH;
        append(buffer, offset - headerLength, headerLength + length, frameLength);
        acks.received(frameLength);
        nextSequence = sequence + 1;
        hasNewData = true;
        return true;
    }

    @Override
    public void onGap(long first, long last, GapReason reason, int frameLength) {
        if (reason != GapReason.REMOVED) {
            onLogFrame(frameLength);
            return;
        }
        requireCredit(frameLength);
        DirectBuffer gap = SequencedRecord.gap(first, last);
        if (first < nextSequence) {
            throw new SessionException("a Gap of " + first + " to " + last + " comes before " + nextSequence);
        }
        append(gap, 0, gap.capacity(), frameLength);
        acks.received(frameLength);
        nextSequence = last + 1;
        hasNewData = true;
    }

    private void requireCredit(int frameLength) {
        if (!isConnected() || !acks.withinCredit(frameLength)) {
            throw new SessionException("a frame of " + frameLength + " bytes without credit for it");
        }
    }

    @Override
    public void onLogFrame(int frameLength) {
        requireCredit(frameLength);
        acks.receivedWithoutMessage(frameLength);
        hasNewData = true;
    }

    @Override
    public void onBatchEnd() {
        if (hasNewData) {
            hasNewData = false;
            parker().wake();
            acks.update();
        }
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> connection().close(null);
            case EVICTED -> onEvicted(bye);
            default -> fail(OwnerErrors.exception(target().channel(), bye));
        }
    }

    @Override
    void onDisconnected() {
        hasNewData = false;
        if (acks != null) {
            acks.disconnected();
        }
    }

    @Override
    void onOwnerLost() {
        // The next broker goes on with the next message.
    }

    @Override
    void onStateUnknown() {
        fail(new ChannelRemovedException("topic " + target().channel()
                + " was removed and made anew, so its sequences begin again: subscribe again", 0));
    }

    /** The last Ack precedes the Bye. */
    @Override
    Bye closingBye() {
        acks.acknowledge();
        return new Bye(acks.confirmedSequence(), ByeReason.DONE, "");
    }

    @Override
    public void delivered(long sequence, int frameLength) {
        deliveredSequence = sequence;
        deliveredBytes += frameLength;
    }

    @Override
    public void consumed() {
        acks.consumed(deliveredSequence, deliveredBytes);
        reportConsumed(deliveredBytes);
    }

    @Override
    void processConsumed() {
        acks.update();
    }

    /** The consumer counts the sequences that are missing. */
    @Override
    public long lost() {
        return 0;
    }
}
