package io.rondo.core.segment;

import static io.rondo.core.segment.SegmentProperties.requireRange;

import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.IdentityLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.layout.WorkEntryLayout;

/**
 * The properties of a channel to create or to expect. Immutable. A property that was not set has its default at
 * creation, and is not compared on attaching.
 */
public final class SegmentSpec {
    /** Smallest capacity in bytes: one page, if pages are not larger. */
    public static final int MIN_CAPACITY = 4096;
    /** Largest capacity in bytes. */
    public static final int MAX_CAPACITY = 512 << 20;
    /**
     * Smallest default of the capacity in bytes. Where the capacity is not set, the longest message is derived from this and not
     * from {@link SegmentSpace#defaultCapacity}, so that it does not differ between machines.
     */
    public static final int BASE_CAPACITY = 1 << 20;
    private static final int PRIVATE_MODE = 0600;
    private static final int GROUP_MODE = 0660;
    private static final int MAX_UINT16 = 0xFFFF;

    /** Not changed after this specification was built. */
    private final SegmentProperties values;

    private SegmentSpec(SegmentProperties values) {
        this.values = values;
    }

    /** Returns a new builder with no property set. */
    public static Builder builder() {
        return new Builder(new SegmentProperties());
    }

    /**
     * Returns the form of the channel; null if not set. The requests of a service wait in a work queue if several responders
     * or redelivery are asked for.
     */
    public ChannelForm form() {
        return values.form();
    }

    /** Returns the deliveries after which a message of a work queue is a dead letter; null if not set. */
    public Integer maxDeliveries() {
        return values.maxDeliveries;
    }

    /** Returns the processing deadline of a work queue in milliseconds; null if not set. */
    public Integer processingDeadlineMillis() {
        return values.processingDeadlineMillis;
    }

    /** Returns whether there is a single producer; null if not set. */
    public Boolean singleProducer() {
        return values.singleProducer;
    }

    /** Returns the size of the data region in bytes; null if not set. */
    public Integer capacity() {
        return values.capacity;
    }

    /** Returns the length of the longest message in bytes, with the header of a request; null if not set. */
    public Integer maxMessageLength() {
        return values.payloadLength();
    }

    /** Returns the bytes of {@link #maxMessageLength()} that are the header of a request. */
    int headerLength() {
        return values.headerLength;
    }

    /** Returns the most participants of the role, or of each role, that takes many; null if not set. */
    public Integer maxParticipants() {
        return values.maxParticipants;
    }

    /** Returns the SBE schema id; null if not set. */
    public Integer schemaId() {
        return values.schemaId;
    }

    /** Returns the SBE schema version; null if not set. */
    public Integer schemaVersion() {
        return values.schemaVersion;
    }

    /** Returns the side that executes the fence of a wake-up; null if not set. */
    public FenceSide fenceSide() {
        return values.fenceSide;
    }

    /** Returns whether the channel is removed with its last participant; null if not set. */
    public Boolean ephemeral() {
        return values.ephemeral;
    }

    /** Returns the mode of the file; null if not set. */
    public Integer fileMode() {
        return values.fileMode;
    }

    /** Returns whether the segment is the ingress or the egress of a sequenced topic; always compared on attaching. */
    public boolean sequenced() {
        return values.epoch != null;
    }

    /** Returns the epoch of the ingress of a sequenced topic; 0 for other segments. Not compared on attaching. */
    public int epoch() {
        return values.epoch == null ? 0 : values.epoch;
    }

    /** Returns whether the segment is the request queue or a response queue of a service; always compared on attaching. */
    public boolean service() {
        return values.service;
    }

    /** Returns the most responders of a service; null if not set. */
    public Integer responders() {
        return values.responders;
    }

    /**
     * Returns the kind of the ring to create: the one that {@link #form()} and {@link #singleProducer()} ask for; if
     * neither is set, MPSC, or SPMC after {@link Builder#topicByDefault}.
     */
    public RingKind ringKind() {
        return values.ringKind();
    }

    /** Returns this specification, in which each property that was not set is as in another one. */
    public SegmentSpec withDefaults(SegmentSpec defaults) {
        Builder merged = new Builder(values.copy());
        merged.values.addDefaults(defaults.values);
        return merged.build();
    }

    /**
     * Returns this specification with a capacity and a longest message.
     *
     * @param defaultCapacity used if no capacity was set; at least {@link #BASE_CAPACITY}
     * @return the specification
     * @throws IllegalArgumentException if the longest message does not fit the capacity, or without one {@link #BASE_CAPACITY}
     */
    public SegmentSpec withSizes(int defaultCapacity) {
        SegmentProperties sized = values.copy();
        sized.addSizes(defaultCapacity);
        return new SegmentSpec(sized);
    }

    /** Builds a specification. Each setter checks its value. Not thread-safe. */
    public static final class Builder {
        private final SegmentProperties values;

        private Builder(SegmentProperties values) {
            this.values = values;
        }

        /**
         * Copies this builder.
         *
         * @return a builder with the same properties set
         */
        public Builder copy() {
            return new Builder(values.copy());
        }

        /**
         * Sets topic or queue; default queue.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topic(boolean value) {
            return form(value ? ChannelForm.TOPIC : ChannelForm.QUEUE);
        }

        /**
         * Sets the form of the channel; default queue.
         *
         * @param value the form
         * @return this
         */
        public Builder form(ChannelForm value) {
            values.form = value;
            return this;
        }

        /**
         * Sets after how many deliveries a message of a work queue is a dead letter; default 0.
         *
         * @param deliveries from 1 to {@link WorkEntryLayout#MAX_DELIVERIES}; 0 without a limit
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxDeliveries(int deliveries) {
            values.maxDeliveries = requireRange("max deliveries", deliveries, 0, WorkEntryLayout.MAX_DELIVERIES);
            return this;
        }

        /**
         * Sets after which time other consumers of a work queue may take a message over from a live one; default 0.
         *
         * @param millis milliseconds from 1 to {@link WorkEntryLayout#MAX_DEADLINE_MILLIS}; 0 for never
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder processingDeadlineMillis(int millis) {
            values.processingDeadlineMillis = requireRange("processing deadline in ms", millis, 0,
                    WorkEntryLayout.MAX_DEADLINE_MILLIS);
            return this;
        }

        /**
         * Sets whether a topic is created if neither topic nor queue was set; default false. Not compared on attaching.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topicByDefault(boolean value) {
            values.topicByDefault = value;
            return this;
        }

        /**
         * Sets whether there is a single producer; default false for a queue. A topic always has a single producer.
         *
         * @param value true for a single producer
         * @return this
         */
        public Builder singleProducer(boolean value) {
            values.singleProducer = value;
            return this;
        }

        /**
         * Sets the size of the data region; default {@link SegmentSpace#defaultCapacity}.
         *
         * @param bytes a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder capacity(int bytes) {
            if (!isCapacity(bytes)) {
                throw new IllegalArgumentException("capacity " + bytes + " is not a power of two from "
                        + MIN_CAPACITY + " to " + MAX_CAPACITY + " bytes: use one, such as " + BASE_CAPACITY);
            }
            values.capacity = bytes;
            return this;
        }

        /**
         * Sets the length of the longest message; default the longest that the capacity allows.
         *
         * @param bytes from 0
         * @return this
         * @throws IllegalArgumentException if negative
         */
        public Builder maxMessageLength(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("max message length " + bytes + " is negative: use 0 or more bytes");
            }
            values.maxMessageLength = bytes;
            return this;
        }

        /**
         * The number of producers of a queue, of consumers of a topic, or of either of a work queue, that can be attached
         * at once; default {@link SlotLayout#DEFAULT_PEERS}. Each takes 512 bytes of the segment.
         *
         * @param participants from 1 to {@link SlotLayout#MAX_PEERS}; half of that for a work queue
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxParticipants(int participants) {
            values.maxParticipants = requireRange("max participants", participants, 1, SlotLayout.MAX_PEERS);
            return this;
        }

        /**
         * The SBE schema of the messages; 0 means any.
         *
         * @param id from 0 to 65535
         * @param version from 0 to 65535
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder schema(int id, int version) {
            values.schemaId = requireRange("schema id", id, 0, MAX_UINT16);
            values.schemaVersion = requireRange("schema version", version, 0, MAX_UINT16);
            return this;
        }

        /**
         * The side that executes the fence of a wake-up; default the sleeper where membarrier works.
         *
         * @param side the side
         * @return this
         */
        public Builder fenceSide(FenceSide side) {
            values.fenceSide = side;
            return this;
        }

        /**
         * Sets whether the channel is removed with its last participant; default false.
         *
         * @param value true to remove it
         * @return this
         */
        public Builder ephemeral(boolean value) {
            values.ephemeral = value;
            return this;
        }

        /**
         * Sets the mode of the file; default 0600.
         *
         * @param mode 0600 or 0660
         * @return this
         * @throws IllegalArgumentException for another mode
         */
        public Builder fileMode(int mode) {
            if (mode != PRIVATE_MODE && mode != GROUP_MODE) {
                throw new IllegalArgumentException("file mode 0" + Integer.toOctalString(mode) + ": use 0600 or 0660");
            }
            values.fileMode = mode;
            return this;
        }

        /**
         * Sets that the segment belongs to a sequenced topic; by default it does not.
         *
         * @param value epoch of an ingress, from 1 to {@link IdentityLayout#MAX_EPOCH}; 0 for an egress
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder sequenced(int value) {
            values.epoch = requireRange("epoch", value, 0, IdentityLayout.MAX_EPOCH);
            return this;
        }

        /**
         * Sets whether the segment belongs to a service, and is then a queue of many producers or a work queue; by default it
         * does not.
         *
         * @param value true for a request queue or a response queue
         * @return this
         */
        public Builder service(boolean value) {
            values.service = value;
            return this;
        }

        /**
         * Sets the length of the header before each request of a service, which messages leave out; 0 by default.
         *
         * @return this
         */
        public Builder headerLength(int bytes) {
            values.headerLength = bytes;
            return this;
        }

        /**
         * Sets how many responders of a service may be attached at the same time; default 1.
         *
         * @param most from 1 to {@link SlotLayout#MAX_SLOTS} / 2
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder responders(int most) {
            values.responders = requireRange("responders", most, 1, SlotLayout.MAX_SLOTS / 2);
            return this;
        }

        /**
         * Builds the specification.
         *
         * @return the specification
         * @throws IllegalArgumentException if the properties do not fit together
         */
        public SegmentSpec build() {
            values.requireFitting();
            return new SegmentSpec(values.copy());
        }
    }

    /** Returns whether a size is a valid capacity: a power of two within the limits. */
    public static boolean isCapacity(long bytes) {
        return bytes >= MIN_CAPACITY && bytes <= MAX_CAPACITY && Long.bitCount(bytes) == 1;
    }
}
