package io.rondo.client.service;

import io.rondo.client.SlowConsumer;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.core.wait.Deadline;
import java.time.Duration;
import java.util.Objects;

/**
 * The settings of a requester or responder. Immutable; {@link io.rondo.client.Service} explains them.
 *
 * @param channel the settings of the request queue and of this endpoint
 * @param responseCapacity of a requester's response queue in bytes
 * @param deadlineNanos of a request that is sent without another one
 * @param deliverExpired whether a responder delivers expired requests
 */
public record ServiceSettings(ChannelSettings channel, int responseCapacity, long deadlineNanos,
        boolean deliverExpired) {
    private static final int DEFAULT_RESPONSE_CAPACITY = 64 << 10;
    private static final int DEFAULT_DELIVERIES = 5;
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);
    /** Less than half the range of a deadline in a request. */
    private static final Duration LONGEST_DEADLINE = Duration.ofDays(20);

    /** Nothing is set. */
    public static final ServiceSettings DEFAULTS = new ServiceSettings(
            ChannelSettings.DEFAULTS.kind(ChannelKind.SERVICE), DEFAULT_RESPONSE_CAPACITY,
            DEFAULT_DEADLINE.toNanos(), false);

    /** Replaces the settings that other channels have, too. */
    public ServiceSettings channel(ChannelSettings value) {
        return new ServiceSettings(value, responseCapacity, deadlineNanos, deliverExpired);
    }

    /** See {@link io.rondo.client.Service#responseCapacity}. */
    public ServiceSettings responseCapacity(int bytes) {
        SegmentSpec.builder().capacity(bytes);
        return new ServiceSettings(channel, bytes, deadlineNanos, deliverExpired);
    }

    /** See {@link io.rondo.client.Service#idempotent()}. */
    public ServiceSettings idempotent() {
        return idempotent(DEFAULT_DELIVERIES);
    }

    /** See {@link io.rondo.client.Service#idempotent(int)}. */
    public ServiceSettings idempotent(int maxDeliveries) {
        if (maxDeliveries < 2 || maxDeliveries > WorkEntryLayout.MAX_DELIVERIES) {
            throw new IllegalArgumentException("max deliveries " + maxDeliveries + " of an idempotent service is not"
                    + " from 2 to " + WorkEntryLayout.MAX_DELIVERIES + ": use a number in that range");
        }
        return channel(channel.maxDeliveries(maxDeliveries));
    }

    /** See {@link io.rondo.client.Service#deadline}. */
    public ServiceSettings deadline(Duration deadline) {
        return new ServiceSettings(channel, responseCapacity, requireDeadline(deadline), deliverExpired);
    }

    /** See {@link io.rondo.client.Service#deliverExpired}. */
    public ServiceSettings deliverExpired(boolean deliver) {
        return new ServiceSettings(channel, responseCapacity, deadlineNanos, deliver);
    }

    static long requireDeadline(Duration deadline) {
        if (!Objects.requireNonNull(deadline, "deadline").isPositive() || deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("deadline " + deadline + " is not from 1 ns to "
                    + LONGEST_DEADLINE.toDays() + " days: use one in that range");
        }
        return Deadline.nanos(deadline);
    }

    /** Returns the settings of a requester's response queue. */
    public ChannelSettings responses() {
        SegmentSpec requests = channel.segment();
        SegmentSpec.Builder spec = SegmentSpec.builder().topic(false).service(true).ephemeral(true)
                .capacity(responseCapacity).fenceSide(requests.fenceSide());
        if (requests.fileMode() != null) {
            spec.fileMode(requests.fileMode());
        }
        return new ChannelSettings(spec, channel.waiting(), channel.transport(), SlowConsumer.BLOCK, false,
                Duration.ZERO, channel.allowedUids(), channel.allowedGids());
    }

    /** Returns the settings with which a responder publishes into a response queue. */
    public ChannelSettings toResponses(Duration linger) {
        return new ChannelSettings(SegmentSpec.builder().topic(false).service(true), channel.waiting(),
                channel.transport(), SlowConsumer.BLOCK, false, linger, channel.allowedUids(), channel.allowedGids());
    }
}
