package io.rondo.broker.socket;

import io.rondo.broker.access.AccessControl;
import io.rondo.broker.access.Right;
import io.rondo.client.Action;
import io.rondo.client.ClosedException;
import io.rondo.client.ControlledMessageHandler;
import io.rondo.client.EvictedException;
import io.rondo.client.RondoException;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.Subscriber;
import io.rondo.client.endpoint.DeliveredMessage;
import io.rondo.client.sequenced.DurablePosition;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.connection.FrameWriter;
import io.rondo.client.socket.owner.AcceptedSession;
import io.rondo.client.socket.owner.Admission;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.OwnedChannel;
import io.rondo.client.socket.session.SequencedFrames;
import io.rondo.codecs.control.ByeReason;
import io.rondo.codecs.session.SessionException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;

/**
 * A topic's connected subscriber: a consumer of the egress that copies live messages into frames, and appends ranges of the
 * log where the egress does not have the next message. A thread of its own reads; the rest is confined to the event loop. The
 * sequencer never waits for it: without credit it does not read, is lapped, and goes on in the log, or after a gap.
 */
final class SubscriberFeed implements Admission.Participation {
    private static final int BATCH = 256;
    private static final Duration CHECK = Duration.ofSeconds(1);
    /** Also the delay after which an eviction is noticed while the subscriber grants no credit. */
    private static final long ROOM_CHECK_NANOS = 200_000_000L;

    private final AcceptedSession session;
    private final AccessControl access;
    private final String topic;
    private final Executor eventLoop;
    private final FrameWriter writer;
    private final SequencedFrames frames;
    private final Subscriber egress;
    private final DeliveredMessage delivered;
    /** Null if the topic has no log. */
    private final RangeHistory history;
    /** Null unless the subscription is durable. */
    private final DurablePosition position;
    private final ControlledMessageHandler onMessage = this::onMessage;
    /** Reading thread: a message found no room. */
    private boolean blocked;
    /** Reading thread: the last message that retention removed and of which the subscriber is not told yet; 0 for none. */
    private long removed;
    private volatile Thread thread;
    private volatile boolean closed;
    private long confirmed;

    /**
     * What a feed reads from.
     *
     * @param consumer of the egress
     * @param delivered describes the message that it delivers
     * @param history null if the topic has no log
     * @param position null unless the subscription is durable
     * @param before the sequence before the first message
     */
    record Source(SharedMemory.RemoteSubscriber consumer, DeliveredMessage delivered, RangeHistory history,
            DurablePosition position, long before) {
        /** Releases it if there will be no feed. */
        void close() {
            consumer.subscriber().close();
            if (history != null) {
                history.close();
            }
            if (position != null) {
                position.close();
            }
        }
    }

    /**
     * Creates the feed of an accepted peer.
     *
     * @param session of the peer
     * @param source what it reads from
     * @param access decides whether it may go on
     * @param listener of the topic
     * @param further bytes of the frames that wait to be sent, beside the window
     */
    SubscriberFeed(AcceptedSession session, Source source, AccessControl access, Listener listener, int further) {
        this.session = session;
        this.access = access;
        topic = listener.channel();
        eventLoop = listener.executor();
        int window = 2 * (listener.owned().properties().window() + further);
        writer = session.connection().writer();
        frames = new SequencedFrames(window, source.before(), this::wake);
        egress = source.consumer().subscriber();
        delivered = source.delivered();
        history = source.history();
        position = source.position();
        confirmed = source.before();
        if (history != null) {
            history.sendTo(frames);
        }
    }

    /** Loop: begins to send. */
    void start(Executor helpers) {
        writer.attach(frames);
        helpers.execute(this::run);
    }

    private void run() {
        thread = Thread.currentThread();
        try {
            while (!closed) {
                read();
            }
        } catch (ClosedException e) {
            // The session ended.
        } catch (EvictedException e) {
            end(ByeReason.EVICTED, e.getMessage());
        } catch (RondoException e) {
            end(ByeReason.INTERNAL, e.getMessage());
        } catch (RuntimeException | Error e) {
            // HotSpot throws InternalError if a file is truncated, or cannot be read, while it is mapped.
            end(ByeReason.INTERNAL, e.toString());
        } finally {
            if (history != null) {
                history.close();
            }
            egress.close();
        }
    }

    private void read() {
        blocked = removed > frames.lastSequence() && !frames.tryAppendRemoved(removed);
        try {
            if (!blocked) {
                egress.controlledReceive(onMessage, BATCH, CHECK);
            }
        } catch (RangeHistory.NoRoom e) {
            blocked = true;
        } catch (SequenceUnavailableException e) {
            removed = e.oldest() - 1;
        }
        writer.flush();
        if (blocked && !closed) {
            LockSupport.parkNanos(this, ROOM_CHECK_NANOS);
        }
    }

    private Action onMessage(DirectBuffer buffer, int offset, int length) {
        if (frames.tryAppend(delivered.sequence(), delivered.timestamp(), buffer, offset, length)) {
            return Action.CONTINUE;
        }
        blocked = true;
        return Action.ABORT;
    }

    private void end(ByeReason reason, String why) {
        eventLoop.execute(() -> {
            writer.detach();
            session.bye(reason, confirmed, String.valueOf(why));
        });
    }

    /** Any thread: there may be room again. */
    private void wake() {
        LockSupport.unpark(thread);
    }

    @Override
    public void onAck(long confirmedSequence, long creditLimit) {
        if (confirmedSequence > frames.lastSequence()) {
            throw new SessionException("sequence " + confirmedSequence + " is confirmed, but " + frames.lastSequence()
                    + " was the last sent");
        }
        confirmed = Math.max(confirmed, confirmedSequence);
        if (position != null) {
            position.confirm(confirmedSequence);
        }
        frames.credit(creditLimit);
        wake();
    }

    @Override
    public void check() {
        OwnedChannel.Peer peer = session.peer();
        if (!access.isAllowed(topic, Right.SUBSCRIBE, peer.uid(), peer.gids())) {
            session.bye(ByeReason.NOT_ALLOWED, end(), access.deny(topic, EnumSet.of(Right.SUBSCRIBE), peer.uid()));
        }
    }

    @Override
    public long end() {
        writer.detach();
        return confirmed;
    }

    @Override
    public void onClosed() {
        closed = true;
        frames.close();
        egress.close();
        wake();
        if (position != null) {
            position.close();
        }
    }
}
