package io.rondo.core.layout;

/**
 * The properties a channel is created with or expected to have. Immutable. A property that was not set explicitly has its
 * default at creation and is not compared on attaching.
 */
public final class SegmentSpec {
    /** Smallest capacity in bytes: one page, where pages are not larger. */
    public static final int MIN_CAPACITY = 4096;
    /** Largest capacity in bytes. */
    public static final int MAX_CAPACITY = 512 << 20;
    /** Capacity in bytes where none was set. */
    public static final int DEFAULT_CAPACITY = 1 << 20;
    private static final int PRIVATE_MODE = 0600;
    private static final int GROUP_MODE = 0660;
    private static final int MAX_UINT16 = 0xFFFF;

    private final Boolean topic;
    private final boolean topicByDefault;
    private final Boolean singleProducer;
    private final Integer capacity;
    private final Integer maxMessageLength;
    private final Integer schemaId;
    private final Integer schemaVersion;
    private final FenceSide fenceSide;
    private final Boolean ephemeral;
    private final Integer fileMode;

    private SegmentSpec(Builder builder) {
        topic = builder.topic;
        topicByDefault = builder.topicByDefault;
        singleProducer = builder.singleProducer;
        capacity = builder.capacity;
        maxMessageLength = builder.maxMessageLength;
        schemaId = builder.schemaId;
        schemaVersion = builder.schemaVersion;
        fenceSide = builder.fenceSide;
        ephemeral = builder.ephemeral;
        fileMode = builder.fileMode;
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
     * Topic or queue.
     *
     * @return true for a topic, false for a queue, null if not set
     */
    public Boolean topic() {
        return topic;
    }

    /**
     * Whether there is one producer only.
     *
     * @return null if not set
     */
    public Boolean singleProducer() {
        return singleProducer;
    }

    /**
     * Size of the data region in bytes.
     *
     * @return null if not set
     */
    public Integer capacity() {
        return capacity;
    }

    /**
     * The longest message in bytes.
     *
     * @return null if not set
     */
    public Integer maxMessageLength() {
        return maxMessageLength;
    }

    /**
     * SBE schema id.
     *
     * @return null if not set
     */
    public Integer schemaId() {
        return schemaId;
    }

    /**
     * SBE schema version.
     *
     * @return null if not set
     */
    public Integer schemaVersion() {
        return schemaVersion;
    }

    /**
     * Who pays for the wake-up fence.
     *
     * @return null if not set
     */
    public FenceSide fenceSide() {
        return fenceSide;
    }

    /**
     * Whether the channel goes with its last participant.
     *
     * @return null if not set
     */
    public Boolean ephemeral() {
        return ephemeral;
    }

    /**
     * Mode of the file.
     *
     * @return null if not set
     */
    public Integer fileMode() {
        return fileMode;
    }

    /**
     * The ring to create.
     *
     * @return the kind that {@link #topic()} and {@link #singleProducer()} ask for; if neither is set, the MPSC ring, or that of
     * topics after {@link Builder#topicByDefault}
     */
    public RingKind ringKind() {
        boolean many = Boolean.FALSE.equals(singleProducer);
        if (topic == null ? topicByDefault && !many : topic) {
            return RingKind.SPMC;
        }
        return Boolean.TRUE.equals(singleProducer) ? RingKind.SPSC : RingKind.MPSC;
    }

    /** Builds a specification; each setter checks its value. Not thread-safe. */
    public static final class Builder {
        private Boolean topic;
        private boolean topicByDefault;
        private Boolean singleProducer;
        private Integer capacity;
        private Integer maxMessageLength;
        private Integer schemaId;
        private Integer schemaVersion;
        private FenceSide fenceSide;
        private Boolean ephemeral;
        private Integer fileMode;

        private Builder() {}

        /**
         * Topic or queue; default queue.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topic(boolean value) {
            topic = value;
            return this;
        }

        /**
         * Whether a topic is created where neither topic nor queue was set; default false. Not compared on attaching.
         *
         * @param value true for a topic
         * @return this
         */
        public Builder topicByDefault(boolean value) {
            topicByDefault = value;
            return this;
        }

        /**
         * Whether there is one producer only; default false for a queue. A topic always has one.
         *
         * @param value true for one
         * @return this
         */
        public Builder singleProducer(boolean value) {
            singleProducer = value;
            return this;
        }

        /**
         * Size of the data region; default {@link #DEFAULT_CAPACITY}.
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
         * The longest message in bytes; default the most the capacity allows.
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
         * Who pays for the wake-up fence; default the sleeper where membarrier works.
         *
         * @param side the side
         * @return this
         */
        public Builder fenceSide(FenceSide side) {
            fenceSide = side;
            return this;
        }

        /**
         * Whether the channel goes with its last participant; default false.
         *
         * @param value true to go
         * @return this
         */
        public Builder ephemeral(boolean value) {
            ephemeral = value;
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
            if (mode != PRIVATE_MODE && mode != GROUP_MODE) {
                throw new IllegalArgumentException("file mode 0" + Integer.toOctalString(mode) + ": use 0600 or 0660");
            }
            fileMode = mode;
            return this;
        }

        /**
         * Makes the specification.
         *
         * @return the specification
         * @throws IllegalArgumentException if the properties do not fit together
         */
        public SegmentSpec build() {
            if (Boolean.TRUE.equals(topic) && Boolean.FALSE.equals(singleProducer)) {
                throw new IllegalArgumentException(
                        "a topic has a single producer: leave singleProducer out or set it to true");
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

    /**
     * Whether a size can be a capacity.
     *
     * @param bytes any number
     * @return true for a power of two within the limits
     */
    public static boolean isCapacity(long bytes) {
        return bytes >= MIN_CAPACITY && bytes <= MAX_CAPACITY && Long.bitCount(bytes) == 1;
    }
}
