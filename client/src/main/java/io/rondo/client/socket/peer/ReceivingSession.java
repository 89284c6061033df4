package io.rondo.client.socket.peer;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.EvictedException;
import io.rondo.client.SlowConsumer;
import io.rondo.client.socket.connection.InlineReceiver;
import io.rondo.client.socket.session.MessageSource;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.client.socket.session.PrintableText;
import io.rondo.client.socket.session.ReceiveBuffer;
import io.rondo.client.socket.session.ThreadParker;
import io.rondo.client.socket.session.WindowLimits;
import io.rondo.codecs.session.Bye;
import io.rondo.codecs.session.SessionException;
import io.rondo.codecs.session.Welcome;
import io.rondo.core.wait.Condition;
import org.agrona.DirectBuffer;

/** The session of a connected subscriber, which buffers what it receives. The subscriber's thread may receive inline. */
abstract class ReceivingSession extends PeerSession implements MessageSource {
    private final SlowConsumer policy;
    private final InlineReceiver inlineReceiver = new InlineReceiver(lease());

    /** Created by the loop on the first Welcome. */
    private volatile ReceiveBuffer receiveBuffer;
    /** Subscriber's thread: the consumed bytes of which the loop was informed last. */
    private long reportedBytes;
    private final Runnable processConsumed = this::processConsumed;

    /**
     * Creates the session.
     *
     * @param needsOwner whether the subscriber is opened only when an owner has accepted it
     */
    ReceivingSession(ConnectTarget target, ThreadParker parker, boolean needsOwner, SlowConsumer policy) {
        super(target, parker, needsOwner);
        this.policy = policy;
    }

    /** The policy as a Hello names it. */
    final io.rondo.codecs.control.SlowConsumer policy() {
        return io.rondo.codecs.control.SlowConsumer.valueOf(policy.name());
    }

    /**
     * Loop: creates the buffer for the messages of the first owner. Fails the session if those of a later owner do not fit.
     *
     * @return whether the buffer has space for the owner's messages
     */
    final boolean prepareBuffer(Welcome terms) {
        int needed = WindowLimits.window(terms.capacity(), terms.maxMessageLength());
        if (receiveBuffer == null) {
            onFirstWelcome(needed);
            // The volatile store publishes what onFirstWelcome created to the subscriber's thread.
            receiveBuffer = new ReceiveBuffer(needed);
        } else if (needed > receiveBuffer.window()) {
            fail(new ChannelMismatchException("channel " + target().channel() + " has a new owner with messages up to "
                    + terms.maxMessageLength() + " bytes, longer than before: subscribe again"));
            return false;
        }
        return true;
    }

    /**
     * Loop: creates what the subscriber's thread uses once there is a buffer.
     *
     * @param window bytes of Data frames that the buffer holds
     */
    void onFirstWelcome(int window) {}

    /** Loop or lease holder: appends what a frame of this length held. */
    final void append(DirectBuffer buffer, int offset, int length, int frameLength) {
        if (!receiveBuffer.offer(id(), buffer, offset, length)) {
            throw noRoom(frameLength);
        }
    }

    final SessionException noRoom(int frameLength) {
        return new SessionException("Data of " + frameLength + " bytes finds no room: " + receiveBuffer.window()
                + " bytes is the window");
    }

    /** Loop: the owner has evicted this subscriber. */
    final void onEvicted(Bye bye) {
        if (receiveBuffer != null) {
            // Before the failure is set: as in shared memory, no message is delivered after the eviction.
            receiveBuffer.stop();
        }
        fail(new EvictedException(PrintableText.of(bye.text())));
    }

    /** Subscriber's thread: informs the owner of what was consumed, a few times per window. */
    final void reportConsumed(long consumedBytes) {
        if (consumedBytes - reportedBytes >= receiveBuffer.window() / WindowLimits.ACKS_PER_WINDOW / 2) {
            reportedBytes = consumedBytes;
            inlineReceiver.runInlineOrExecute(eventLoop(), processConsumed);
        }
    }

    /** Loop or lease holder: grants credit for what was consumed. */
    abstract void processConsumed();

    @Override
    boolean toleratesDelay() {
        return false;
    }

    @Override
    final void onFailed() {}

    @Override
    final void onReleased() {
        inlineReceiver.close();
    }

    @Override
    final boolean isReady() {
        return true;
    }

    @Override
    public final ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public final boolean receiveInline() {
        return inlineReceiver.receive(inlineConnections());
    }

    @Override
    public final boolean waitBriefly(Condition arrival, long maxNanos) {
        return inlineReceiver.waitBriefly(inlineConnections(), arrival, maxNanos);
    }

    @Override
    public final void beforeSleep() {
        inlineReceiver.beforeSleep();
    }

    @Override
    public final ParticipantCounts participantCounts() {
        return participantCounts(new ParticipantCounts(0, 1));
    }
}
