package io.rondo.client;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.wait.WaitStrategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a channel is created with, and how this participant behaves. Immutable; made by {@link #builder()}.
 *
 * <p>Properties of the channel (kind, single producer, capacity, longest message, schema, fence side, ephemeral, mode) apply
 * when it is created; on a channel that exists, those set explicitly must match and the others are not looked at. The rest
 * (wait strategy, transport, slow consumer, fail without consumer, linger, who is let in) belong to this participant alone.
 */
public final class ChannelOptions {
    private static final Duration DEFAULT_LINGER = Duration.ofSeconds(5);
    private static final ChannelOptions DEFAULTS = builder().build();

    private final SegmentSpec segment;
    private final WaitStrategy waitStrategy;
    private final Transport transport;
    private final SlowConsumer slowConsumer;
    private final boolean failWithoutConsumer;
    private final Duration linger;
    private final Set<Integer> allowedUids;
    private final Set<Integer> allowedGids;

    private ChannelOptions(Builder builder) {
        segment = builder.segment.build();
        waitStrategy = builder.waitStrategy;
        transport = builder.transport;
        slowConsumer = builder.slowConsumer;
        failWithoutConsumer = builder.failWithoutConsumer;
        linger = builder.linger;
        allowedUids = Set.copyOf(builder.allowedUids);
        allowedGids = Set.copyOf(builder.allowedGids);
    }

    /**
     * Options of which none is set.
     *
     * @return the defaults
     */
    public static ChannelOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts with nothing set.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The channel's properties.
     *
     * @return the properties, each set or not
     */
    public SegmentSpec segment() {
        return segment;
    }

    /**
     * How this participant waits.
     *
     * @return the strategy
     */
    public WaitStrategy waitStrategy() {
        return waitStrategy;
    }

    /**
     * How messages travel; null where {@link RondoConfig#transport()} decides.
     *
     * @return the transport or null
     */
    public Transport transport() {
        return transport;
    }

    /**
     * What becomes of this consumer when it does not keep up with a topic.
     *
     * @return the policy
     */
    public SlowConsumer slowConsumer() {
        return slowConsumer;
    }

    /**
     * Whether a publisher gives up when no consumer lives.
     *
     * @return true if it gives up
     */
    public boolean failWithoutConsumer() {
        return failWithoutConsumer;
    }

    /**
     * How long closing waits for what is under way over sockets.
     *
     * @return the longest wait
     */
    public Duration linger() {
        return linger;
    }

    /**
     * Users that an owner lets in over its socket, besides its own.
     *
     * @return their uids
     */
    public Set<Integer> allowedUids() {
        return allowedUids;
    }

    /**
     * Groups whose members an owner lets in over its socket.
     *
     * @return their gids
     */
    public Set<Integer> allowedGids() {
        return allowedGids;
    }

    /** Builds options; each setter checks its value. Not thread-safe. */
    public static final class Builder {
        private final SegmentSpec.Builder segment = SegmentSpec.builder();
        private WaitStrategy waitStrategy = WaitStrategy.spinThenPark();
        private Transport transport;
        private SlowConsumer slowConsumer = SlowConsumer.BLOCK;
        private boolean failWithoutConsumer;
        private Duration linger = DEFAULT_LINGER;
        private final Set<Integer> allowedUids = new HashSet<>();
        private final Set<Integer> allowedGids = new HashSet<>();

        private Builder() {}

        /**
         * Queue or topic; default queue.
         *
         * @param kind the kind
         * @return this
         */
        public Builder kind(ChannelKind kind) {
            segment.topic(Objects.requireNonNull(kind, "kind") == ChannelKind.TOPIC);
            return this;
        }

        /**
         * Whether a queue has one producer only, which is faster; default false. A topic always has one.
         *
         * @param singleProducer true for one producer
         * @return this
         */
        public Builder singleProducer(boolean singleProducer) {
            segment.singleProducer(singleProducer);
            return this;
        }

        /**
         * Size of the data region; default 1 MiB. A message takes its length and 8 bytes, rounded up to a multiple of 64.
         *
         * @param bytes a power of two from 4096 to 512 MiB
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder capacity(int bytes) {
            segment.capacity(bytes);
            return this;
        }

        /**
         * The longest message; default half the capacity less 8 bytes, which is also the most it can be.
         *
         * @param bytes from 0
         * @return this
         * @throws IllegalArgumentException if it is negative; one too long for the capacity is found by {@link #build()}
         */
        public Builder maxMessageLength(int bytes) {
            segment.maxMessageLength(bytes);
            return this;
        }

        /**
         * The SBE schema of the messages; default 0 and 0, which means any.
         *
         * @param id schema id, from 0 to 65535
         * @param version schema version, from 0 to 65535
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder schema(int id, int version) {
            segment.schema(id, version);
            return this;
        }

        /**
         * Who pays for the wake-up fence; default the sleeper where membarrier works, the waker elsewhere. The waker is the better choice
         * where nearly every message finds the other side asleep: its fence costs less than the sleeper's system call.
         *
         * @param side the side
         * @return this
         */
        public Builder fenceSide(FenceSide side) {
            segment.fenceSide(Objects.requireNonNull(side, "side"));
            return this;
        }

        /**
         * Whether the channel goes with its last participant; default false.
         *
         * @param ephemeral true to go
         * @return this
         */
        public Builder ephemeral(boolean ephemeral) {
            segment.ephemeral(ephemeral);
            return this;
        }

        /**
         * Mode of the file; default 0600.
         *
         * @param mode 0600 or 0660
         * @return this
         * @throws IllegalArgumentException if it is neither
         */
        public Builder fileMode(int mode) {
            segment.fileMode(mode);
            return this;
        }

        /**
         * How this participant waits; default spin, then park.
         *
         * @param strategy the strategy
         * @return this
         */
        public Builder waitStrategy(WaitStrategy strategy) {
            waitStrategy = Objects.requireNonNull(strategy, "strategy");
            return this;
        }

        /**
         * How messages travel; default {@link RondoConfig#transport()}.
         *
         * @param value the transport
         * @return this
         */
        public Builder transport(Transport value) {
            transport = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * What becomes of this consumer when it does not keep up with a topic; default {@link SlowConsumer#BLOCK}. With another
         * policy, a channel that is created is a topic.
         *
         * @param policy the policy
         * @return this
         */
        public Builder slowConsumer(SlowConsumer policy) {
            slowConsumer = Objects.requireNonNull(policy, "policy");
            segment.topicByDefault(policy != SlowConsumer.BLOCK);
            return this;
        }

        /**
         * Whether a publisher that waits for room returns {@link Publisher#NOT_CONNECTED}, within a second, once no consumer
         * lives; default false: it waits for one to come back.
         *
         * @param fail true to give up
         * @return this
         */
        public Builder failWithoutConsumer(boolean fail) {
            failWithoutConsumer = fail;
            return this;
        }

        /**
         * How long {@link Publisher#close()} waits until connected peers have confirmed what is under way over sockets; default 5 s. In
         * shared memory nothing is under way.
         *
         * @param longest zero does not wait
         * @return this
         */
        public Builder linger(Duration longest) {
            linger = Objects.requireNonNull(longest, "longest");
            return this;
        }

        /**
         * Lets a further user in over the owner's socket. It must be able to reach the socket's file, too.
         *
         * @param uid the user
         * @return this
         */
        public Builder allowUid(int uid) {
            allowedUids.add(uid);
            return this;
        }

        /**
         * Lets the members of a group in over the owner's socket. They must be able to reach the socket's file, too.
         *
         * @param gid the group
         * @return this
         */
        public Builder allowGid(int gid) {
            allowedGids.add(gid);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException if the longest message does not fit the capacity
         */
        public ChannelOptions build() {
            return new ChannelOptions(this);
        }
    }
}
