package io.rondo.core.segment;

import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.IdentityLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SlotLayout;

/**
 * The properties of a channel to create or to expect. Immutable. A property that was not set has its default at
 * creation, and is not compared on attaching.
 */
public final class SegmentSpec {
    /** Smallest capacity in bytes: one page, if pages are not larger. */
    public static final int MIN_CAPACITY = 4096;
    /** Largest capacity in bytes. */
    public static final int MAX_CAPACITY = 512 << 20;
    /** Default of the capacity in bytes. */
    public static final int DEFAULT_CAPACITY = 1 << 20;
    private static final int PRIVATE_MODE = 0600;
    private static final int GROUP_MODE = 0660;
    private static final int MAX_UINT16 = 0xFFFF;

    private final Boolean topic;
    private final boolean topicByDefault;
    private final Boolean singleProducer;
    private final Integer capacity;
    private final Integer maxMessageLength;
    private final Integer maxParticipants;
    private final Integer schemaId;
    private final Integer schemaVersion;
    private final FenceSide fenceSide;
    private final Boolean ephemeral;
    private final Integer fileMode;
    private final Integer epoch;

    private SegmentSpec(Builder builder) {
        topic = builder.topic;
        topicByDefault = builder.topicByDefault;
        singleProducer = builder.singleProducer;
        capacity = builder.capacity;
        maxMessageLength = builder.maxMessageLength;
        maxParticipants = builder.maxParticipants;
        schemaId = builder.schemaId;
        schemaVersion = builder.schemaVersion;
        fenceSide = builder.fenceSide;
        ephemeral = builder.ephemeral;
        fileMode = builder.fileMode;
        epoch = builder.epoch;
    }

    /** Returns a new builder with no property set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns true for a topic, false for a queue, null if not set. */
    public Boolean topic() {
        return topic;
    }

    /** Returns whether there is a single producer; null if not set. */
    public Boolean singleProducer() {
        return singleProducer;
    }

    /** Returns the size of the data region in bytes; null if not set. */
    public Integer capacity() {
        return capacity;
    }

    /** Returns the length of the longest message in bytes; null if not set. */
    public Integer maxMessageLength() {
        return maxMessageLength;
    }

    /**
     * The number of producers of a queue, or of consumers of a topic, that can be attached at once.
     *
     * @return null if not set
     */
    public Integer maxParticipants() {
        return maxParticipants;
    }

    /**
     * SBE schema id.
     *
     * @return null if not set
     */
    public Integer schemaId() {
        return schemaId;
    }

    /** Returns the SBE schema version; null if not set. */
    public Integer schemaVersion() {
        return schemaVersion;
    }

    /**
     * The side that executes the fence of a wake-up.
     *
     * @return null if not set
     */
    public FenceSide fenceSide() {
        return fenceSide;
    }

    /** Returns whether the channel is removed with its last participant; null if not set. */
    public Boolean ephemeral() {
        return ephemeral;
    }

    /** Returns the mode of the file; null if not set. */
    public Integer fileMode() {
        return fileMode;
    }

    /** Returns whether the segment is the ingress or the egress of a sequenced topic; always compared on attaching. */
    public boolean sequenced() {
        return epoch != null;
    }

    /** Returns the epoch of the ingress of a sequenced topic; 0 for other segments. Not compared on attaching. */
    public int epoch() {
        return epoch == null ? 0 : epoch;
    }

    /**
     * Returns the kind of the ring to create: the one that {@link #topic()} and {@link #singleProducer()} ask for; if
     * neither is set, MPSC, or SPMC after {@link Builder#topicByDefault}.
     */
    public RingKind ringKind() {
        boolean many = Boolean.FALSE.equals(singleProducer);
        if (topic == null ? topicByDefault && !many : topic) {
            return RingKind.SPMC;
        }
        return Boolean.TRUE.equals(singleProducer) ? RingKind.SPSC : RingKind.MPSC;
    }

    /** Returns this specification, in which each property that was not set is as in another one. */
    public SegmentSpec withDefaults(SegmentSpec defaults) {
        Builder merged = builder();
        merged.topic = topic == null ? defaults.topic : topic;
        merged.topicByDefault = topicByDefault || defaults.topicByDefault;
        merged.singleProducer = singleProducer == null ? defaults.singleProducer : singleProducer;
        merged.capacity = capacity == null ? defaults.capacity : capacity;
        merged.maxMessageLength = maxMessageLength == null ? defaults.maxMessageLength : maxMessageLength;
        merged.maxParticipants = maxParticipants == null ? defaults.maxParticipants : maxParticipants;
        merged.schemaId = schemaId == null ? defaults.schemaId : schemaId;
        merged.schemaVersion = schemaVersion == null ? defaults.schemaVersion : schemaVersion;
        merged.fenceSide = fenceSide == null ? defaults.fenceSide : fenceSide;
        merged.ephemeral = ephemeral == null ? defaults.ephemeral : ephemeral;
        merged.fileMode = fileMode == null ? defaults.fileMode : fileMode;
        merged.epoch = epoch == null ? defaults.epoch : epoch;
        return merged.build();
    }

    /** Builds a specification. Each setter checks its value. Not thread-safe. */
    public static final class Builder {
        private Boolean topic;
        private boolean topicByDefault;
        private Boolean singleProducer;
        private Integer capacity;
        private Integer maxMessageLength;
        private Integer maxParticipants;
        private Integer schemaId;
        private Integer schemaVersion;
        private FenceSide fenceSide;
        private Boolean ephemeral;
        private Integer fileMode;
        private Integer epoch;

        private Builder() {}

        /**
         * Copies this builder.
         *
         * @return a builder with the same properties set
         */
        public Builder copy() {
            Builder copy = new Builder();
            copy.topic = topic;
            copy.topicByDefault = topicByDefault;
            copy.singleProducer = singleProducer;
            copy.capacity = capacity;
            copy.maxMessageLength = maxMessageLength;
            copy.schemaId = schemaId;
            copy.schemaVersion = schemaVersion;
            copy.fenceSide = fenceSide;
            copy.ephemeral = ephemeral;
            copy.fileMode = fileMode;
            copy.maxParticipants = maxParticipants;
            copy.epoch = epoch;
            return copy;
        }

        /**
         * Sets topic or queue; default queue.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topic(boolean value) {
            topic = value;
            return this;
        }

        /**
         * Sets whether a topic is created if neither topic nor queue was set; default false. Not compared on attaching.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topicByDefault(boolean value) {
            topicByDefault = value;
            return this;
        }

        /**
         * Sets whether there is a single producer; default false for a queue. A topic always has a single producer.
         *
         * @param value true for a single producer
         * @return this
         */
        public Builder singleProducer(boolean value) {
            singleProducer = value;
            return this;
        }

        /**
         * Sets the size of the data region; default {@link #DEFAULT_CAPACITY}.
         *
         * @param bytes a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder capacity(int bytes) {
            if (!isCapacity(bytes)) {
                throw new IllegalArgumentException(
                        "capacity " + bytes + " is not a power of two from " + MIN_CAPACITY + " to "
                                + MAX_CAPACITY + " bytes: use one, such as " + DEFAULT_CAPACITY);
            }
            capacity = bytes;
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
            maxMessageLength = bytes;
            return this;
        }

        /**
         * The number of producers of a queue, or of consumers of a topic, that can be attached at once; default
         * {@link SlotLayout#DEFAULT_PEERS}. Each takes 512 bytes of the segment.
         *
         * @param participants from 1 to {@link SlotLayout#MAX_PEERS}
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder maxParticipants(int participants) {
            if (participants < 1 || participants > SlotLayout.MAX_PEERS) {
                throw new IllegalArgumentException("max participants " + participants + " is not from 1 to "
                        + SlotLayout.MAX_PEERS + ": use a number in that range");
            }
            maxParticipants = participants;
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
            schemaId = requireUint16("schema id", id);
            schemaVersion = requireUint16("schema version", version);
            return this;
        }

        /**
         * The side that executes the fence of a wake-up; default the sleeper where membarrier works.
         *
         * @param side the side
         * @return this
         */
        public Builder fenceSide(FenceSide side) {
            fenceSide = side;
            return this;
        }

        /**
         * Sets whether the channel is removed with its last participant; default false.
         *
         * @param value true to remove it
         * @return this
         */
        public Builder ephemeral(boolean value) {
            ephemeral = value;
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
            fileMode = mode;
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
            if (value < 0 || value > IdentityLayout.MAX_EPOCH) {
                throw new IllegalArgumentException(
                        "epoch " + value + " is out of range: use 0 to " + IdentityLayout.MAX_EPOCH);
            }
            epoch = value;
            return this;
        }

        /**
         * Builds the specification.
         *
         * @return the specification
         * @throws IllegalArgumentException if the properties do not fit together
         */
        public SegmentSpec build() {
            if (Boolean.TRUE.equals(topic) && Boolean.FALSE.equals(singleProducer)) {
                throw new IllegalArgumentException(
                        "a topic has a single producer: do not ask for many");
            }
            if (capacity != null && maxMessageLength != null) {
                RecordLayout.requireFitting(maxMessageLength, capacity);
            }
            return new SegmentSpec(this);
        }

        private static int requireUint16(String what, int value) {
            if (value < 0 || value > MAX_UINT16) {
                throw new IllegalArgumentException(what + " " + value + " is out of range: use 0 to " + MAX_UINT16);
            }
            return value;
        }
    }

    /** Returns whether a size is a valid capacity: a power of two within the limits. */
    public static boolean isCapacity(long bytes) {
        return bytes >= MIN_CAPACITY && bytes <= MAX_CAPACITY && Long.bitCount(bytes) == 1;
    }
}
