package io.rondo.client.settings;

import io.rondo.client.FenceSide;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.WorkEntryLayout;
import io.rondo.codecs.service.RequestEncoder;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.core.wait.Waiter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The settings of one endpoint. Immutable; each setter checks its value and returns a changed copy. {@link
 * io.rondo.client.Channel} explains them.
 *
 * @param properties of the channel; never changed, only copied
 * @param waiting how the endpoint waits
 * @param transport null where {@link io.rondo.client.RondoConfig#transport()} decides
 * @param slowConsumer policy of a topic's consumer
 * @param failWithoutConsumer whether a wait for space ends without a consumer
 * @param linger the longest wait of close()
 * @param allowedUids users that may connect besides the owner's own
 * @param allowedGids groups whose members may connect
 */
public record ChannelSettings(SegmentSpec.Builder properties, WaiterSource waiting, Transport transport,
        SlowConsumer slowConsumer, boolean failWithoutConsumer, Duration linger, Set<Integer> allowedUids,
        Set<Integer> allowedGids) {
    private static final Duration DEFAULT_LINGER = Duration.ofSeconds(5);
    private static final Duration LONGEST_PROCESSING = Duration.ofMillis(WorkEntryLayout.MAX_DEADLINE_MILLIS);

    /** Nothing is set, not even the kind of the channel. */
    public static final ChannelSettings DEFAULTS = new ChannelSettings(SegmentSpec.builder(),
            WaiterSource.SPIN_THEN_PARK, null, SlowConsumer.BLOCK, false, DEFAULT_LINGER, Set.of(), Set.of());

    /**
     * The channel's properties, each set or not.
     *
     * @throws IllegalArgumentException if they do not fit together
     */
    public SegmentSpec segment() {
        return properties.build();
    }

    /** Creates the waiting of one endpoint. */
    public Waiter newWaiter() {
        return waiting.newWaiter();
    }

    /**
     * Checks that the slow consumer policy fits the channel.
     *
     * @param channel the name
     * @param kind of the channel
     * @throws IllegalArgumentException if the policy is for topics and the channel is a queue
     */
    public void requirePolicyFits(String channel, RingKind kind) {
        if (slowConsumer != SlowConsumer.BLOCK && !kind.isTopic()) {
            throw new IllegalArgumentException("channel " + channel + ": slow consumer policy " + slowConsumer
                    + " is for topics, and this channel is a " + ChannelForm.of(kind).noun() + ": drop the policy");
        }
    }

    private ChannelSettings with(UnaryOperator<SegmentSpec.Builder> change) {
        return new ChannelSettings(change.apply(properties.copy()), waiting, transport, slowConsumer,
                failWithoutConsumer, linger, allowedUids, allowedGids);
    }

    /** Sets the kind of the channel. Without it, an existing channel of either kind is opened. */
    public ChannelSettings kind(ChannelKind kind) {
        return switch (kind) {
            case QUEUE -> with(spec -> spec.form(ChannelForm.QUEUE));
            case TOPIC -> with(spec -> spec.form(ChannelForm.TOPIC));
            case WORK -> with(spec -> spec.form(ChannelForm.WORK_QUEUE));
            case SEQUENCED -> with(spec -> spec.form(ChannelForm.TOPIC).sequenced(0));
            case SERVICE -> with(spec -> spec.form(ChannelForm.QUEUE).service(true)
                    .headerLength(RequestEncoder.BLOCK_LENGTH));
        };
    }

    /** See {@link io.rondo.client.Queue#singleProducer}. */
    public ChannelSettings singleProducer(boolean singleProducer) {
        return with(spec -> spec.singleProducer(singleProducer));
    }

    /** See {@link io.rondo.client.WorkQueue#maxDeliveries}. */
    public ChannelSettings maxDeliveries(int deliveries) {
        return with(spec -> spec.maxDeliveries(deliveries));
    }

    /** See {@link io.rondo.client.Service#responders}. */
    public ChannelSettings responders(int most) {
        return with(spec -> spec.responders(most));
    }

    /** See {@link io.rondo.client.WorkQueue#processingDeadline}. */
    public ChannelSettings processingDeadline(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        if (deadline.isNegative() || deadline.compareTo(LONGEST_PROCESSING) > 0
                || !deadline.truncatedTo(ChronoUnit.MILLIS).equals(deadline)) {
            throw new IllegalArgumentException("processing deadline " + deadline
                    + " is not zero, or whole milliseconds up to PT1H: use such a duration");
        }
        return with(spec -> spec.processingDeadlineMillis((int) deadline.toMillis()));
    }

    /** See {@link io.rondo.client.Channel#capacity}. */
    public ChannelSettings capacity(int bytes) {
        return with(spec -> spec.capacity(bytes));
    }

    /** See {@link io.rondo.client.Channel#maxMessageLength}. */
    public ChannelSettings maxMessageLength(int bytes) {
        return with(spec -> spec.maxMessageLength(bytes));
    }

    /** See {@link io.rondo.client.Channel#schema}. */
    public ChannelSettings schema(int id, int version) {
        return with(spec -> spec.schema(id, version));
    }

    /** See {@link io.rondo.client.Channel#ephemeral}. */
    public ChannelSettings ephemeral(boolean ephemeral) {
        return with(spec -> spec.ephemeral(ephemeral));
    }

    /** See {@link io.rondo.client.Channel#fileMode}. */
    public ChannelSettings fileMode(int mode) {
        return with(spec -> spec.fileMode(mode));
    }

    /** See {@link io.rondo.client.Channel#fenceSide}. */
    public ChannelSettings fenceSide(FenceSide side) {
        Objects.requireNonNull(side, "side");
        return with(spec -> spec.fenceSide(io.rondo.core.layout.FenceSide.valueOf(side.name())));
    }

    /** See {@link io.rondo.client.Channel#maxParticipants}. */
    public ChannelSettings maxParticipants(int count) {
        return with(spec -> spec.maxParticipants(count));
    }

    /** See {@link io.rondo.client.Channel#transport}. */
    public ChannelSettings transport(Transport value) {
        return new ChannelSettings(properties, waiting, Objects.requireNonNull(value, "transport"), slowConsumer,
                failWithoutConsumer, linger, allowedUids, allowedGids);
    }

    /** See {@link io.rondo.client.Channel#waitStrategy}. */
    public ChannelSettings waitStrategy(WaitStrategy strategy) {
        return new ChannelSettings(properties, WaiterSource.of(strategy), transport, slowConsumer, failWithoutConsumer,
                linger,
                allowedUids, allowedGids);
    }

    /** See {@link io.rondo.client.Topic#slowConsumer}. */
    public ChannelSettings slowConsumer(SlowConsumer policy) {
        Objects.requireNonNull(policy, "policy");
        return new ChannelSettings(properties.copy().topicByDefault(policy != SlowConsumer.BLOCK), waiting, transport,
                policy, failWithoutConsumer, linger, allowedUids, allowedGids);
    }

    /** See {@link io.rondo.client.Queue#failWithoutConsumer}. */
    public ChannelSettings failWithoutConsumer(boolean fail) {
        return new ChannelSettings(properties, waiting, transport, slowConsumer, fail, linger, allowedUids,
                allowedGids);
    }

    /** See {@link io.rondo.client.Channel#linger}. */
    public ChannelSettings linger(Duration longest) {
        if (Objects.requireNonNull(longest, "longest").isNegative()) {
            throw new IllegalArgumentException("linger " + longest + " is negative: use zero or more");
        }
        return new ChannelSettings(properties, waiting, transport, slowConsumer, failWithoutConsumer, longest,
                allowedUids, allowedGids);
    }

    /** See {@link io.rondo.client.Channel#allowUid}. */
    public ChannelSettings allowUid(int uid) {
        return new ChannelSettings(properties, waiting, transport, slowConsumer, failWithoutConsumer, linger,
                plus(allowedUids, uid), allowedGids);
    }

    /** See {@link io.rondo.client.Channel#allowGid}. */
    public ChannelSettings allowGid(int gid) {
        return new ChannelSettings(properties, waiting, transport, slowConsumer, failWithoutConsumer, linger,
                allowedUids, plus(allowedGids, gid));
    }

    private static Set<Integer> plus(Set<Integer> set, int further) {
        Set<Integer> larger = new HashSet<>(set);
        larger.add(further);
        return Set.copyOf(larger);
    }
}
