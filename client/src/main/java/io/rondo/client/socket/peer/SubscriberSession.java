package io.rondo.client.socket.peer;

import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.DataReceiver;
import io.rondo.client.socket.session.ReceiveBuffer;
import io.rondo.client.socket.session.ThreadParker;
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
public final class SubscriberSession extends ReceivingSession {
    private static final System.Logger LOG = System.getLogger("io.rondo");

    /** Loop or lease holder. */
    private DataReceiver receiver;
    /** Unconsumed bytes of Data frames of earlier connections. */
    private long unconsumedBytes;
    private long nextSequence;
    private long batchSize;

    public SubscriberSession(ConnectTarget target, ThreadParker parker, SlowConsumer policy) {
        super(target, parker, false, policy);
    }

    @Override
    public Hello hello() {
        return new Hello(id(), ownerId(), nextSequence, 0, SessionEncoder.PROTOCOL_VERSION, Role.SUBSCRIBER,
                policy(), ownerId() != 0, target().terms(), target().channel());
    }

    @Override
    void onWelcomed(Welcome terms) {
        onServed();
        if (!prepareBuffer(terms)) {
            return;
        }
        if (nextSequence == 0) {
            nextSequence = terms.confirmedSequence() + 1;
        }
        receiver = new DataReceiver(connection(), receiveBuffer().window(), terms.confirmedSequence(),
                receiveBuffer()::consumed, unconsumedBytes);
        // The first message of a new sender of the same owner may lie behind the last one received here.
        receiver.acknowledgeWhenConsumed(receiveBuffer().appended(),
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
        if (sequence > nextSequence && !receiveBuffer().offerGap(sequence - nextSequence)) {
            throw noRoom(frameLength);
        }
        append(buffer, offset, length, frameLength);
        nextSequence = sequence + 1;
        batchSize++;
        return true;
    }

    @Override
    public void onBatchEnd() {
        if (batchSize > 0) {
            batchSize = 0;
            parker().wake();
            receiver.acknowledgeWhenConsumed(receiveBuffer().appended(), nextSequence - 1);
        }
    }

    @Override
    public void onBye(Bye bye) {
        switch (bye.reason()) {
            case OWNER_CLOSING, DONE -> {
                nextSequence = 0;
                onOwnerClosed();
            }
            case EVICTED -> onEvicted(bye);
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
    void onOwnerLost() {
        nextSequence = 0;
        LOG.log(Level.WARNING,
                "channel {0}: the publisher ended without closing, and its unsent messages may be"
                        + " lost",
                target().channel());
    }

    @Override
    Bye closingBye() {
        return new Bye(receiver == null ? 0 : receiver.confirmedSequence(), ByeReason.DONE, "");
    }

    @Override
    public void consumed() {
        reportConsumed(receiveBuffer().consumed());
    }

    @Override
    void processConsumed() {
        if (receiver != null) {
            receiver.update();
        }
    }

    @Override
    public long lost() {
        ReceiveBuffer received = receiveBuffer();
        return received == null ? 0 : received.lost();
    }
}
