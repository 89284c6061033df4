package io.rondo.client.socket.peer;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.EvictedException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.connection.DataReceiver;
import io.rondo.client.socket.connection.InlineReceiver;
import io.rondo.client.socket.session.MessageSource;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.ReceiveBuffer;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.control.Role;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.Hello;
import io.rondo.codecs.session.SessionEncoder;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import java.lang.System.Logger.Level;
import org.agrona.DirectBuffer;

/** The session of a topic's connected subscriber. */
public final class SubscriberSession extends PeerSession implements MessageSource {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    private final SlowConsumer policy;
    private final InlineReceiver inlineReceiver = new InlineReceiver(lease());

    /** Created by the loop on the first Welcome. */
    private volatile ReceiveBuffer receiveBuffer;
    /** Loop or lease holder. */
    private int window;
    private DataReceiver receiver;
    /** Unconsumed bytes of Data frames of earlier connections. */
    private long unconsumedBytes;
    private long nextSequence;
    private long batchSize;

    /** Subscriber's thread: the position that was last reported to the loop. */
    private long reportedPosition;
    private final Runnable processConsumed = this::processConsumed;

    public SubscriberSession(ConnectTarget target, ThreadParker parker, SlowConsumer policy) {
        super(target, parker, false);
        this.policy = policy;
    }

    @Override
    public Hello hello() {
        return new Hello(id(), ownerId(), nextSequence, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER,
                io.rondo.codecs.control.SlowConsumer.valueOf(policy.name()), ownerId() != 0, target().terms(),
                target().channel());
    }

    @Override
    void onWelcomed(Welcome terms) {
        int needed = WindowLimits.window(terms.capacity(), terms.maxMessageLength());
        if (receiveBuffer == null) {
            window = needed;
            receiveBuffer = new ReceiveBuffer(window);
        } else if (needed > window) {
            fail(new ChannelMismatchException(
                    "channel " + target().channel() + " has a new owner with messages up to "
                            + terms.maxMessageLength() + " bytes, longer than before: subscribe again"));
            return;
        }
        if (nextSequence == 0) {
            nextSequence = terms.confirmedSequence() + 1;
        }
        receiver = new DataReceiver(connection(), window, terms.confirmedSequence(), receiveBuffer::consumed,
                unconsumedBytes);
        // The first message of a new sender of the same owner may lie behind the last one received here.
        receiver.acknowledgeWhenConsumed(receiveBuffer.appended(),
                Math.max(nextSequence - 1, terms.confirmedSequence()));
        receiver.grant();
    }

    @Override
    public boolean onData(long sequence, DirectBuffer buffer, int offset, int length) {
        int frameLength = SessionEncoder.dataFrameLength(length);
        if (!isConnected() || !receiver.withinCredit(frameLength)) {
            throw new SessionException("Data of " + frameLength + " bytes without credit for it");
        }
        receiver.received(frameLength);
        if (sequence < nextSequence) {
            return true;
        }
        boolean gap = sequence > nextSequence;
        if (gap && !receiveBuffer.offerGap(sequence - nextSequence)
                || !receiveBuffer.offer(id(), buffer, offset, length)) {
            throw new SessionException("Data of " + frameLength + " bytes finds no room: " + window
                    + " bytes is the window");
        }
        nextSequence = sequence + 1;
        batchSize++;
        return true;
    }

    @Override
    public void onBatchEnd() {
        if (batchSize > 0) {
            batchSize = 0;
            parker().wake();
            receiver.acknowledgeWhenConsumed(receiveBuffer.appended(), nextSequence - 1);
        }
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> {
                nextSequence = 0;
                onOwnerClosed();
            }
            case EVICTED -> {
                if (receiveBuffer != null) {
                    // Before the failure is set: as in shared memory, no message is delivered after the eviction.
                    receiveBuffer.stop();
                }
                fail(new EvictedException(PrintableText.of(bye.text())));
            }
            default -> fail(OwnerErrors.exception(target().channel(), bye));
        }
    }

    @Override
    void onDisconnected() {
        batchSize = 0;
        if (receiver != null) {
            unconsumedBytes = receiver.unconsumedBytes();
            receiver = null;
        }
    }

    @Override
    void onFailed() {}

    @Override
    void onOwnerLost() {
        nextSequence = 0;
        LOG.log(Level.WARNING,
                "channel {0}: the publisher ended without closing, and its unsent messages may be"
                        + " lost",
                target().channel());
    }

    @Override
    boolean isReady() {
        return true;
    }

    @Override
    Bye closingBye() {
        return new Bye(receiver == null ? 0 : receiver.confirmedSequence(), ByeReason.DONE, "");
    }

    @Override
    public ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public boolean receiveInline() {
        if (!isConnected() || !canReceiveInline() || !inlineReceiver.tryBegin()) {
            return false;
        }
        try {
            Connection connection = connection();
            return connection != null && connection.receiveInline();
        } finally {
            inlineReceiver.end();
        }
    }

    @Override
    public void beforeSleep() {
        inlineReceiver.beforeSleep();
    }

    @Override
    public void consumed() {
        long consumed = receiveBuffer.consumed();
        if (consumed - reportedPosition >= receiveBuffer.window() / WindowLimits.ACKS_PER_WINDOW / 2) {
            reportedPosition = consumed;
            inlineReceiver.runInlineOrExecute(eventLoop(), processConsumed);
        }
    }

    private void processConsumed() {
        if (receiver != null) {
            receiver.update();
        }
    }

    @Override
    public long lost() {
        ReceiveBuffer received = receiveBuffer;
        return received == null ? 0 : received.lost();
    }

    @Override
    public ParticipantCounts participantCounts() {
        return participantCounts(new ParticipantCounts(0, 1));
    }
}
