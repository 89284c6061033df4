package io.rondo.client.connect;

import io.rondo.client.WorkQueue;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.settings.WorkQueueSettings;
import java.time.Duration;

/** The description of a work queue. Immutable. */
final class WorkQueueDescription extends Description<WorkQueue> implements WorkQueue {
    private final WorkQueueSettings settings;

    WorkQueueDescription(ChannelRondo rondo, String name, WorkQueueSettings settings) {
        super(rondo, name, settings.channel());
        this.settings = settings;
    }

    private WorkQueue with(WorkQueueSettings changed) {
        return new WorkQueueDescription(rondo(), name(), changed);
    }

    @Override
    WorkQueue with(ChannelSettings changed) {
        return with(settings.channel(changed));
    }

    @Override
    public WorkQueue maxDeliveries(int deliveries) {
        return with(settings().maxDeliveries(deliveries));
    }

    @Override
    public WorkQueue processingDeadline(Duration deadline) {
        return with(settings().processingDeadline(deadline));
    }

    @Override
    public WorkQueue deadLetters(String channel) {
        WorkQueueSettings changed = settings.deadLetters(channel);
        changed.deadLettersOf(name());
        return with(changed);
    }

    @Override
    public WorkSubscriber subscriber() {
        return rondo().workSubscriber(name(), settings);
    }
}
