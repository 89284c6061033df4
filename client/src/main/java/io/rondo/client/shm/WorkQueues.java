package io.rondo.client.shm;

import io.rondo.client.endpoint.Lifecycle;
import io.rondo.client.endpoint.SubscriberEndpoint;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.work.DeadLetterChannel;
import io.rondo.client.work.WorkSubscription;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import java.util.function.Function;

/** The consumers of work queues in shared memory. Thread-safe. */
public final class WorkQueues {
    private final SharedMemory memory;
    private final Function<Identity, DeadLetterChannel> deadLetters;

    /**
     * Creates the access.
     *
     * @param memory where the work queues are
     * @param deadLetters opens the channel for the dead letters of a work queue that limits deliveries
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
                    RingWorkConsumer consumer = consumer(participant);
                    try {
                        WorkSubscription subscriber = subscriber(channel, consumer, settings);
                        memory.watch(consumer.attachment(), subscriber.subscriberEndpoint());
                        SharedMemory.started(consumer.attachment(), start,
                                new SharedMemory.Owned(participant.identity(), () -> 0, participant::leaving));
                        return subscriber;
                    } catch (RuntimeException | Error e) {
                        consumer.closeDeadLetters();
                        throw e;
                    }
                });
    }

    private static WorkSubscription subscriber(String channel, RingWorkConsumer consumer, ChannelSettings settings) {
        return new WorkSubscription(new SubscriberEndpoint(channel, consumer, Lifecycle.ofSubscriber(channel, consumer),
                settings.newWaiter()), consumer);
    }

    private RingWorkConsumer consumer(Participant participant) {
        Identity identity = participant.identity();
        return new RingWorkConsumer(participant,
                identity.work().maxDeliveries() == 0 ? null : deadLetters.apply(identity));
    }
}
