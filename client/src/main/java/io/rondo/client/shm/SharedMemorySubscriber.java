package io.rondo.client.shm;

import io.rondo.client.ChannelOptions;
import io.rondo.client.MessageHandler;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.guard.Resources;
import io.rondo.core.CorruptSegmentException;
import io.rondo.core.layout.Counter;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.memory.ProcessFence;
import io.rondo.core.ring.Checkpoint;
import io.rondo.core.ring.CopyingReader;
import io.rondo.core.ring.Cursor;
import io.rondo.core.ring.DeadClaims;
import io.rondo.core.ring.EvictionFloor;
import io.rondo.core.ring.MultiProducerRecovery;
import io.rondo.core.ring.QueueCursor;
import io.rondo.core.ring.Reader;
import io.rondo.core.ring.RecordReader;
import io.rondo.core.ring.Ring;
import io.rondo.core.ring.Survey;
import io.rondo.core.ring.TopicCursor;
import io.rondo.core.ring.TopicFloor;
import io.rondo.core.ring.TopicJoin;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Counters;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.wait.Condition;
import io.rondo.core.wait.Deadline;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads from a segment. */
final class SharedMemorySubscriber implements Subscriber, Resources.Holder {
    private final Endpoint endpoint;
    private final Participant participant;
    private final Reader reader;
    private final Counters counters;
    private final Consumer<AutoCloseable> onClosed;
    private long lost;
    private long messagesBefore;
    private Feeder feeder = Feeder.NONE;
    private Condition arrival;

    SharedMemorySubscriber(Participant participant, ChannelOptions options, Consumer<AutoCloseable> onClosed) {
        requireTopic(participant.identity().name(), participant.identity().kind(), options);
        this.participant = participant;
        this.onClosed = onClosed;
        endpoint = new Endpoint("subscriber", participant, SegmentLayout.DATA_WAITERS, SegmentLayout.SPACE_WAITERS,
                options.waitStrategy());
        counters = endpoint.counters();
        reader = newReader(options.slowConsumer());
        arrival = reader;
        endpoint.countUnreadWith(unread(participant, counters, messagesBefore));
        // On its way to its place it may have held a topic's producer up, or given back what a dead predecessor had
        // confirmed.
        endpoint.wakeOtherSide();
    }

    /**
     * Checks that the policy fits the channel.
     *
     * @throws IllegalArgumentException if the policy is for topics and the channel is none
     */
    static void requireTopic(String channel, RingKind kind, ChannelOptions options) {
        if (options.slowConsumer() != SlowConsumer.BLOCK && !kind.isTopic()) {
            throw new IllegalArgumentException("slow consumer policy " + options.slowConsumer()
                    + " is for topics, but channel " + channel + " is a queue: leave the policy out");
        }
    }

    private Reader newReader(SlowConsumer policy) {
        Ring ring = participant.ring();
        return switch (participant.identity().kind()) {
            case SPSC -> {
                QueueCursor cursor = QueueCursor.ofSingleProducer(ring);
                yield new RecordReader(ring, waking(cursor), DeadClaims.NONE, cursor.confirmed());
            }
            case MPSC -> {
                QueueCursor cursor = QueueCursor.ofManyProducers(ring);
                DeadClaims recovery = new MultiProducerRecovery(ring, participant.table(),
                        () -> counters.increment(Counter.RECOVERED));
                yield new RecordReader(ring, waking(cursor), recovery, cursor.confirmed());
            }
            case SPMC -> newTopicReader(ring, policy);
        };
    }

    /** Whatever gives space back wakes those who wait for it: also aborted claims, which deliver nothing. */
    private Cursor waking(Cursor cursor) {
        return (from, to) -> {
            cursor.confirm(from, to);
            endpoint.wakeOtherSide();
        };
    }

    private Reader newTopicReader(Ring ring, SlowConsumer policy) {
        TopicCursor cursor = new TopicCursor(ring, participant.slot());
        return switch (policy) {
            case BLOCK -> new RecordReader(ring, waking(cursor), DeadClaims.NONE, starting(join(ring)).position());
            case DROP_OLDEST -> {
                // At no time does the producer wait for it.
                TopicFloor floor = new TopicFloor(ring);
                Checkpoint start = Survey.end(ring, floor);
                cursor.confirm(0, start.position());
                yield new CopyingReader(ring, floor, cursor, starting(start));
            }
            case EVICT -> {
                Checkpoint start = join(ring);
                participant.allowEviction();
                yield new CopyingReader(ring, new EvictionFloor(ring, participant.slot()), waking(cursor),
                        starting(start));
            }
        };
    }

    private Checkpoint starting(Checkpoint start) {
        messagesBefore = start.messages();
        return start;
    }

    /** A topic's messages before the first this one may see. */
    long messagesBefore() {
        return messagesBefore;
    }

    /** Called once, before the first poll. */
    void accompany(Supplier<SharedMemory.Company> companion) {
        SharedMemory.Company company = endpoint.orEndWatch(companion);
        feeder = company.feeder();
        arrival = feeder == Feeder.NONE ? reader : new FedReader(reader, feeder);
        endpoint.beforeDetach(company.end());
    }

    private Checkpoint join(Ring ring) {
        participant.gate();
        return TopicJoin.join(ring, participant.slot());
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit " + limit + " is not positive: use 1 or more");
        }
        if (!endpoint.enter()) {
            // Closing may have taken this for a poll in progress, and left the channel to it.
            detach();
            throw endpoint.closedException();
        }
        int count = -1;
        try {
            count = reader.poll(handler, limit);
            if (count == 0 && feeder.feed()) {
                count = reader.poll(handler, limit);
            }
        } finally {
            if (count != 0) {
                updateCounters();
            }
            endpoint.leave();
            if (endpoint.isClosed()) {
                detach();
            }
        }
        return count;
    }

    private void updateCounters() {
        counters.messages(reader.delivered());
        if (lost != reader.lost()) {
            lost = reader.lost();
            counters.set(Counter.LOST, lost);
        }
    }

    @Override
    public int receive(MessageHandler handler, int limit, Duration timeout) {
        int count = poll(handler, limit);
        if (count > 0) {
            return count;
        }
        long deadline = Deadline.after(timeout);
        boolean timeLeft = true;
        while (count == 0 && timeLeft && await(deadline)) {
            // Skipping padding delivers nothing, and an overwritten ring may hold nothing else.
            timeLeft = System.nanoTime() - deadline < 0;
            count = poll(handler, limit);
        }
        return count;
    }

    private boolean await(long deadline) {
        if (!endpoint.beginWait()) {
            detach();
            throw endpoint.closedException();
        }
        try {
            return endpoint.await(arrival, deadline);
        } catch (IllegalStateException | CorruptSegmentException e) {
            // What was looked at may have been retired meanwhile, or the table closed.
            endpoint.requireOpen();
            throw e;
        } finally {
            endpoint.endHold();
        }
    }

    @Override
    public int consumers() {
        return endpoint.count(Role.CONSUMER);
    }

    @Override
    public int producers() {
        return endpoint.count(Role.PRODUCER);
    }

    @Override
    public long lost() {
        return reader.lost();
    }

    @Override
    public String channel() {
        return participant.identity().name();
    }

    @Override
    public Transport transport() {
        return Transport.SHM;
    }

    /** The segment was removed: every later call says so. */
    private void removed() {
        endpoint.noteRemoval();
        close();
    }

    /** Counts what this subscriber had not read when the segment was removed. */
    private static LongSupplier unread(Participant participant, Counters counters, long messagesBefore) {
        Ring ring = participant.ring();
        RingKind kind = participant.identity().kind();
        return () -> kind.isTopic()
                ? Survey.endIfSound(ring) - messagesBefore - counters.messages() - counters.get(Counter.LOST)
                : Survey.unreadIfSound(ring, kind);
    }

    /** Has the segment's name watched; the watch does not keep this reachable. */
    void watch(ChannelStore store) {
        WeakReference<SharedMemorySubscriber> self = new WeakReference<>(this);
        endpoint.watch(store.watch(participant, () -> {
            SharedMemorySubscriber reachable = self.get();
            if (reachable != null) {
                reachable.removed();
            }
        }));
    }

    @Override
    public void close() {
        if (!endpoint.beginClose()) {
            if (endpoint.isIdleAfterRemoval()) {
                detach();
            }
            return;
        }
        // After the fence, a poll in progress shows in the word below, and a later one sees that this is closed.
        ProcessFence.run();
        if (endpoint.busy() == Endpoint.NOBODY) {
            detach();
        } else {
            // The handler's message must stay what it is while it is looked at: the poll detaches when it ends.
            reader.stop();
        }
    }

    private void detach() {
        endpoint.detach();
        onClosed.accept(this);
    }

    @Override
    public Resources resources() {
        return new Held(endpoint);
    }

    private record Held(Endpoint endpoint) implements Resources {
        @Override
        public boolean close() {
            if (!endpoint.beginClose()) {
                return false;
            }
            endpoint.detach();
            return true;
        }
    }
}
