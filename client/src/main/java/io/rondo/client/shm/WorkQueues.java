package io.rondo.client.shm;

import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.RingKind;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Role;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** The consumers of work queues in shared memory. Thread-safe. */
public final class WorkQueues {
    private final SharedMemory memory;
    private final Function<Identity, DeadLetterChannel> deadLetters;

    /**
     * Creates the access.
     *
     * @param memory where the work queues are
     * @param deadLetters creates the channel for the dead letters of a work queue; null if it does not limit deliveries
     */
    public WorkQueues(SharedMemory memory, Function<Identity, DeadLetterChannel> deadLetters) {
        this.memory = memory;
        this.deadLetters = deadLetters;
    }

    /**
     * Opens or creates a work queue and attaches as a consumer.
     *
     * @param channel the name
     * @param settings what to create or to expect
     * @param start starts the companion
     * @return a subscriber, to be closed
     * @throws io.rondo.client.RondoException if a channel cannot be opened
     */
    public WorkSubscription subscriber(String channel, ChannelSettings settings,
            SharedMemory.CompanionStart start) {
        settings.requirePolicyFits(channel, settings.segment().ringKind());
        return SharedMemory.joined(() -> memory.store().attach(channel, Role.CONSUMER, settings.segment(), start),
                participant -> {
                    requireWorkQueue(participant.identity());
                    DeadLetterChannel letters = deadLetters.apply(participant.identity());
                    if (letters != null) {
                        letters.openIfPossible();
                    }
                    try {
                        RingWorkConsumer consumer = new RingWorkConsumer(participant, letters);
                        WorkSubscription subscriber = subscriber(channel, consumer, settings);
                        consumer.attachment().watch(memory.store(), subscriber.subscriberEndpoint());
                        consumer.attachment().start(start, () -> 0);
                        return subscriber;
                    } catch (RuntimeException | Error e) {
                        if (letters != null) {
                            letters.close();
                        }
                        throw e;
                    }
                });
    }

    private static void requireWorkQueue(Identity identity) {
        if (identity.kind() != RingKind.WORK) {
            throw new SegmentException(Reason.MISMATCH, "channel " + identity.name() + " is a "
                    + identity.channelKind() + " with one consumer: consume it as such");
        }
    }

    private static WorkSubscription subscriber(String channel, RingWorkConsumer consumer, ChannelSettings settings) {
        return new WorkSubscription(new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter()), consumer);
    }

    /**
     * A consumer that acts for a process connected by a socket.
     *
     * @param subscriber to be closed
     * @param putBack returns a held message that no handler has seen, by its id: its delivery does not count
     * @param abandon has the end of the subscriber leave what is held to the others, as its death would; any thread
     * @param prepare opens what may take long to open, if it is not open; to be run before the first poll and now and then
     */
    public record RemoteSubscriber(WorkSubscription subscriber, LongConsumer putBack, Runnable abandon,
            Runnable prepare) {}

    /**
     * Attaches to the owner's segment as a consumer that acts for a process connected by a socket. Creates no segment.
     *
     * @param segment identity of the owner's segment
     * @param pid of that process; 0 if it is unknown
     * @param uid of that process
     * @return the consumer; null if another process has locked the channel's file at this moment
     * @throws io.rondo.client.RondoException if the segment was removed or replaced, or has no free slot
     */
    public RemoteSubscriber remoteSubscriber(Identity segment, int pid, int uid) {
        return SharedMemory.joined(() -> memory.store().tryAttach(segment, Role.CONSUMER), participant -> {
            participant.setRemotePeer(pid, uid);
            DeadLetterChannel letters = deadLetters.apply(segment);
            if (letters != null) {
                letters.openSeparately();
            }
            RingWorkConsumer consumer = new RingWorkConsumer(participant, letters);
            WorkSubscription subscriber = subscriber(segment.name(), consumer, ChannelSettings.DEFAULTS);
            consumer.attachment().watch(memory.store(), subscriber.subscriberEndpoint());
            return new RemoteSubscriber(subscriber, consumer::putBack, consumer::abandonHeld,
                    letters == null ? () -> {} : letters::tryOpen);
        });
    }
}
