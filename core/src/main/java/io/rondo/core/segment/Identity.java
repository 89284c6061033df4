package io.rondo.core.segment;

import static io.rondo.core.layout.IdentityLayout.CAPACITY;
import static io.rondo.core.layout.IdentityLayout.CHECKSUM;
import static io.rondo.core.layout.IdentityLayout.CREATED_AT;
import static io.rondo.core.layout.IdentityLayout.CREATOR_PID;
import static io.rondo.core.layout.IdentityLayout.CREATOR_UID;
import static io.rondo.core.layout.IdentityLayout.EPOCH_SHIFT;
import static io.rondo.core.layout.IdentityLayout.FENCE_SIDE;
import static io.rondo.core.layout.IdentityLayout.FLAGS;
import static io.rondo.core.layout.IdentityLayout.FLAG_EPHEMERAL;
import static io.rondo.core.layout.IdentityLayout.FLAG_SEQUENCED;
import static io.rondo.core.layout.IdentityLayout.FLAG_SERVICE;
import static io.rondo.core.layout.IdentityLayout.ID;
import static io.rondo.core.layout.IdentityLayout.KIND;
import static io.rondo.core.layout.IdentityLayout.MAGIC;
import static io.rondo.core.layout.IdentityLayout.MAGIC_OFFSET;
import static io.rondo.core.layout.IdentityLayout.MAX_EPOCH;
import static io.rondo.core.layout.IdentityLayout.MAX_DELIVERIES;
import static io.rondo.core.layout.IdentityLayout.MAX_MESSAGE_LENGTH;
import static io.rondo.core.layout.IdentityLayout.MAX_NAME_LENGTH;
import static io.rondo.core.layout.IdentityLayout.NAME;
import static io.rondo.core.layout.IdentityLayout.NAME_LENGTH;
import static io.rondo.core.layout.IdentityLayout.PROCESSING_DEADLINE;
import static io.rondo.core.layout.IdentityLayout.RESPONDERS_MASK;
import static io.rondo.core.layout.IdentityLayout.RESPONDERS_SHIFT;
import static io.rondo.core.layout.IdentityLayout.SCHEMA_ID;
import static io.rondo.core.layout.IdentityLayout.SCHEMA_VERSION;
import static io.rondo.core.layout.IdentityLayout.SLOTS;
import static io.rondo.core.layout.IdentityLayout.VERSION;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.IdentityLayout;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.memory.Words;
import io.rondo.core.os.Membarrier;
import io.rondo.core.os.Platform;
import io.rondo.core.ring.WorkSettings;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The fixed properties of a segment.
 *
 * @param name name of the channel
 * @param kind kind of the ring
 * @param capacity capacity of the data region in bytes
 * @param maxMessageLength longest payload in bytes
 * @param slots number of participant slots: one for the owner, the others for its peers; of a work queue half for
 *     consumers, half for producers
 * @param schemaId SBE schema id; 0 for any
 * @param schemaVersion SBE schema version; 0 for any
 * @param fenceSide the side that executes the fence of a wake-up
 * @param ephemeral whether the segment is removed with its last participant
 * @param sequenced whether the segment is the ingress or the egress of a sequenced topic
 * @param service whether the segment is the request queue or a response queue of a service
 * @param responders most consumers of a service's work queue of requests, from 1; 0 for other segments
 * @param epoch of the ingress of a sequenced topic, from 1; 0 for other segments
 * @param work properties of a work queue; {@link WorkSettings#NONE} for other segments
 * @param id random
 * @param createdAt epoch milliseconds
 * @param creatorPid pid of the creator in its namespace
 * @param creatorUid uid of the creator
 */
public record Identity(String name, RingKind kind, int capacity, int maxMessageLength, int slots,
        int schemaId, int schemaVersion, FenceSide fenceSide, boolean ephemeral, boolean sequenced, boolean service,
        int responders, int epoch, WorkSettings work, UUID id, long createdAt, int creatorPid, int creatorUid) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Creates the identity of a new channel; the specification has a capacity and a longest message. */
    static Identity of(String name, SegmentSpec spec) {
        int capacity = spec.capacity();
        if (capacity < Platform.pageSize()) {
            throw new IllegalArgumentException("capacity " + capacity + " is less than a page of this platform, "
                    + Platform.pageSize() + " bytes: use at least that");
        }
        FenceSide fenceSide = spec.fenceSide();
        if (fenceSide == null) {
            fenceSide = Membarrier.isSupported() ? FenceSide.SLEEPER : FenceSide.WAKER;
        }
        RingKind kind = spec.ringKind();
        boolean competing = spec.service() && kind == RingKind.WORK;
        int responders = competing ? orElse(spec.responders(), 1) : 0;
        int participants = orElse(spec.maxParticipants(), SlotLayout.DEFAULT_PEERS);
        if (responders > participants) {
            throw new IllegalArgumentException("service " + name + ": responders " + responders
                    + " is more than max participants " + participants
                    + ": use fewer responders, or more participants");
        }
        return new Identity(name, kind, capacity, spec.maxMessageLength(), kind.slots(participants),
                orElse(spec.schemaId(), 0), orElse(spec.schemaVersion(), 0), fenceSide,
                Boolean.TRUE.equals(spec.ephemeral()), spec.sequenced(), spec.service(), responders, spec.epoch(),
                new WorkSettings(orElse(spec.maxDeliveries(), competing ? 1 : 0),
                        orElse(spec.processingDeadlineMillis(), 0)),
                new UUID(RANDOM.nextLong(), RANDOM.nextLong()), System.currentTimeMillis(),
                (int) ProcessHandle.current().pid(), Platform.User.effectiveUid());
    }

    private static int orElse(Integer value, int fallback) {
        return value == null ? fallback : value;
    }

    /** Writes the identity page of a new segment that no other process can see yet. */
    void write(MemorySegment page) {
        Words.setInt(page, VERSION, IdentityLayout.version(IdentityLayout.MAJOR_VERSION, IdentityLayout.MINOR_VERSION));
        Words.setInt(page, KIND, kind.code());
        Words.setInt(page, CAPACITY, capacity);
        Words.setInt(page, MAX_MESSAGE_LENGTH, maxMessageLength);
        Words.setInt(page, SLOTS, slots);
        Words.setInt(page, MAX_DELIVERIES, work.maxDeliveries());
        Words.setInt(page, PROCESSING_DEADLINE, work.processingDeadlineMillis());
        Words.setInt(page, SCHEMA_ID, schemaId);
        Words.setInt(page, SCHEMA_VERSION, schemaVersion);
        Words.setInt(page, FENCE_SIDE, fenceSide.ordinal());
        Words.setInt(page, FLAGS,
                (ephemeral ? FLAG_EPHEMERAL : 0) | (sequenced ? FLAG_SEQUENCED : 0) | (service ? FLAG_SERVICE : 0)
                        | responders << RESPONDERS_SHIFT | epoch << EPOCH_SHIFT);
        Words.setLong(page, ID, id.getMostSignificantBits());
        Words.setLong(page, ID + Long.BYTES, id.getLeastSignificantBits());
        Words.setLong(page, CREATED_AT, createdAt);
        Words.setInt(page, CREATOR_PID, creatorPid);
        Words.setInt(page, CREATOR_UID, creatorUid);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        Words.setInt(page, NAME_LENGTH, bytes.length);
        MemorySegment.copy(bytes, 0, page, JAVA_BYTE, NAME, bytes.length);
        Words.setLong(page, MAGIC_OFFSET, MAGIC);
        Words.setInt(page, CHECKSUM, checksum(page));
    }

    private static int checksum(MemorySegment page) {
        CRC32C crc = new CRC32C();
        crc.update(page.asSlice(0, CHECKSUM).toArray(JAVA_BYTE), 0, CHECKSUM);
        return (int) crc.getValue();
    }

    /**
     * Reads and checks an identity page.
     *
     * @param page the segment's first bytes, up to the data
     * @param name name of the file, without suffix
     * @param fileLength length of the file in bytes
     * @return the identity
     * @throws SegmentException {@code CORRUPT} if the page is invalid; the message says why
     */
    static Identity read(MemorySegment page, String name, long fileLength) {
        long magic = Words.getLong(page, MAGIC_OFFSET);
        if (magic != MAGIC) {
            throw corrupt(name, "is no segment: it begins with 0x" + Long.toHexString(magic));
        }
        int major = IdentityLayout.major(Words.getInt(page, VERSION));
        if (major != IdentityLayout.MAJOR_VERSION) {
            throw corrupt(name, "has layout version " + major + ", this is version " + IdentityLayout.MAJOR_VERSION);
        }
        if (Words.getInt(page, CHECKSUM) != checksum(page)) {
            throw corrupt(name, "has a damaged identity page: its checksum is wrong");
        }
        Identity identity = parse(page, name);
        identity.requireSane(name, fileLength);
        return identity;
    }

    private static Identity parse(MemorySegment page, String name) {
        int nameLength = Words.getInt(page, NAME_LENGTH);
        if (nameLength < 0 || nameLength > MAX_NAME_LENGTH) {
            throw corrupt(name, "has a name of " + nameLength + " bytes");
        }
        byte[] bytes = page.asSlice(NAME, nameLength).toArray(JAVA_BYTE);
        RingKind kind = RingKind.ofCode(Words.getInt(page, KIND));
        int side = Words.getInt(page, FENCE_SIDE);
        int flags = Words.getInt(page, FLAGS);
        if (kind == null || side < 0 || side >= FenceSide.values().length) {
            throw corrupt(name, "has ring kind " + Words.getInt(page, KIND) + " and fence side " + side);
        }
        return new Identity(new String(bytes, StandardCharsets.US_ASCII), kind, Words.getInt(page, CAPACITY),
                Words.getInt(page, MAX_MESSAGE_LENGTH), Words.getInt(page, SLOTS),
                Words.getInt(page, SCHEMA_ID),
                Words.getInt(page, SCHEMA_VERSION),
                FenceSide.values()[side], (flags & FLAG_EPHEMERAL) != 0, (flags & FLAG_SEQUENCED) != 0,
                (flags & FLAG_SERVICE) != 0, flags >>> RESPONDERS_SHIFT & RESPONDERS_MASK,
                flags >>> EPOCH_SHIFT & MAX_EPOCH,
                new WorkSettings(Words.getInt(page, MAX_DELIVERIES), Words.getInt(page, PROCESSING_DEADLINE)),
                new UUID(Words.getLong(page, ID), Words.getLong(page, ID + Long.BYTES)),
                Words.getLong(page, CREATED_AT),
                Words.getInt(page, CREATOR_PID), Words.getInt(page, CREATOR_UID));
    }

    private void requireSane(String fileName, long fileLength) {
        if (!name.equals(fileName)) {
            throw corrupt(fileName, "holds channel '" + name + "': it was renamed or copied");
        }
        if (!SegmentSpec.isCapacity(capacity)) {
            throw corrupt(fileName, "has capacity " + capacity);
        }
        if (maxMessageLength < 0 || maxMessageLength > RecordLayout.maxMessageLength(capacity)) {
            throw corrupt(fileName, "has max message length " + maxMessageLength + " and capacity " + capacity);
        }
        if (!SlotLayout.isCount(slots) || kind.slots(kind.maxParticipants(slots)) != slots) {
            throw corrupt(fileName, "has " + slots + " participant slots");
        }
        if (!work.isValid() || kind != RingKind.WORK && !work.equals(WorkSettings.NONE)) {
            throw corrupt(fileName,
                    "is a " + ChannelForm.of(kind).noun() + " and has max deliveries " + work.maxDeliveries()
                            + " and processing deadline " + work.processingDeadlineMillis() + " ms");
        }
        boolean competing = service && kind == RingKind.WORK;
        if (competing
                ? responders < 1 || responders > kind.maxConsumers(slots) || work.maxDeliveries() == 0
                : responders != 0) {
            throw corrupt(fileName, "has responders " + responders + " and max deliveries " + work.maxDeliveries());
        }
        long expected = fileLength();
        if (fileLength != expected) {
            throw corrupt(fileName, "has " + fileLength + " bytes, not the " + expected + " its capacity of " + capacity
                    + " needs: it was truncated or extended");
        }
    }

    /** Returns the bytes of the segment before the data. */
    int headerLength() {
        return SegmentLayout.data(kind, capacity, slots);
    }

    /** Returns the length of the segment in bytes. */
    long fileLength() {
        return SegmentLayout.fileLength(kind, capacity, slots);
    }

    /** Returns the number of consumers that can be attached at once. */
    public int maxConsumers() {
        return responders > 0 ? responders : kind.maxConsumers(slots);
    }

    /** Returns whether the segment is the request queue of a service. */
    public boolean isRequestQueue() {
        return service && !ChannelName.isResponses(name);
    }

    /**
     * Returns the term for the channel in listings and options.
     *
     * @return {@code topic}, {@code queue}, {@code work}, {@code sequenced} for a sequenced topic, {@code ingress} for its
     *         ingress, {@code service}, or {@code responses} for the response queue of a service's requester
     */
    public String channelKind() {
        if (service) {
            return isRequestQueue() ? "service" : "responses";
        }
        return !sequenced ? kind.channelKind() : kind.isTopic() ? "sequenced" : "ingress";
    }

    /** Returns the exception for an invalid file, with the remedy. */
    static SegmentException corrupt(String name, String what) {
        return new SegmentException(Reason.CORRUPT, "the file of channel " + name + " " + what
                + "; remove the channel if it is not needed (rondo rm " + name + ")");
    }

    /**
     * Compares the segment with the properties that a specification sets.
     *
     * @param spec the expected properties
     * @param permissions the file's mode
     * @throws SegmentException {@code MISMATCH} if they differ; the message names both values
     */
    void requireMatch(SegmentSpec spec, int permissions) {
        requireMatch(spec);
        if (spec.fileMode() != null && spec.fileMode() != permissions) {
            throw mismatch("has file mode 0" + Integer.toOctalString(permissions),
                    "0" + Integer.toOctalString(spec.fileMode()),
                    Remedy.set("file mode", "0" + Integer.toOctalString(permissions)));
        }
    }

    /**
     * Compares the segment with the properties that a specification sets, except for the file's mode.
     *
     * @param spec the expected properties
     * @throws SegmentException {@code MISMATCH} if they differ; the message names both values
     */
    public void requireMatch(SegmentSpec spec) {
        if (spec.sequenced() != sequenced) {
            throw mismatch(sequenced ? "belongs to a sequenced topic" : "is a plain " + ChannelForm.of(kind).noun(),
                    sequenced ? "a plain channel" : "a sequenced topic", Remedy.set("kind", channelKind()));
        }
        if (service && !spec.service()) {
            throw new SegmentException(Reason.MISMATCH,
                    "channel " + name + " belongs to a service, but a plain channel was"
                            + " asked for: use rondo.service, or rondo call and rondo serve");
        }
        if (spec.service() && !service) {
            throw mismatch("is a plain " + ChannelForm.of(kind).noun(), "a service",
                    "open it as a " + ChannelForm.of(kind).noun());
        }
        if (service) {
            requireResponders(spec);
        } else {
            requireForm(spec);
        }
        if (spec.singleProducer() != null && spec.singleProducer() == kind.hasManyProducers()) {
            throw mismatch(kind.hasManyProducers() ? "takes many producers" : "takes a single producer",
                    spec.singleProducer() ? "a single producer" : "many producers",
                    Remedy.set("single producer", spec.singleProducer() ? null : true));
        }
        requireEqual("capacity", capacity, spec.capacity());
        int header = spec.headerLength();
        requireEqual("max message length", maxMessageLength - header,
                spec.maxMessageLength() == null ? null : (Integer) (spec.maxMessageLength() - header));
        requireEqual("max participants", kind.maxParticipants(slots), spec.maxParticipants());
        requireLimit("processing deadline in ms", work.processingDeadlineMillis(), spec.processingDeadlineMillis());
        if (schemaId != 0 && spec.schemaId() != null && spec.schemaId() != 0) {
            requireEqual("schema id", schemaId, spec.schemaId());
            if (schemaVersion != 0 && spec.schemaVersion() != 0) {
                requireEqual("schema version", schemaVersion, spec.schemaVersion());
            }
        }
        requireEqual("fence side", fenceSide, spec.fenceSide());
        if (spec.ephemeral() != null && spec.ephemeral() != ephemeral) {
            throw mismatch(ephemeral ? "is ephemeral" : "is persistent",
                    ephemeral ? "a persistent one" : "an ephemeral one",
                    Remedy.set("ephemeral", ephemeral ? true : null));
        }
    }

    private void requireForm(SegmentSpec spec) {
        ChannelForm form = ChannelForm.of(kind);
        if (spec.form() != null && spec.form() != form) {
            throw mismatch("is a " + form.noun(), "a " + spec.form().noun(), Remedy.set("kind", channelKind()));
        }
        requireLimit("max deliveries", work.maxDeliveries(), spec.maxDeliveries());
    }

    private void requireLimit(String what, int actual, Integer asked) {
        if (actual == 0 && asked != null && asked != 0) {
            throw mismatch("has no " + what, String.valueOf(asked), Remedy.set(what, null));
        }
        requireEqual(what, actual, asked);
    }

    /** A service with its requests in a queue has one responder, and delivers each request once. */
    private void requireResponders(SegmentSpec spec) {
        requireEqual("responders", maxConsumers(), spec.responders());
        int deliveries = Math.max(1, work.maxDeliveries());
        if (spec.maxDeliveries() != null && (spec.maxDeliveries() == 1) != (deliveries == 1)) {
            throw mismatch(deliveries == 1 ? "is not idempotent" : "is idempotent with max deliveries " + deliveries,
                    spec.maxDeliveries() == 1
                            ? "one that is not"
                            : "an idempotent one with max deliveries "
                                    + spec.maxDeliveries(),
                    Remedy.set("idempotent", deliveries == 1 ? null : deliveries));
        }
        requireEqual("max deliveries", deliveries, spec.maxDeliveries());
    }

    private void requireEqual(String what, Object actual, Object asked) {
        if (asked != null && !asked.equals(actual)) {
            throw mismatch("has " + what + " " + actual, String.valueOf(asked), Remedy.set(what, actual));
        }
    }

    private SegmentException mismatch(String actual, String asked, String remedy) {
        return new SegmentException(Reason.MISMATCH, "channel " + name + " " + actual + ", but " + asked
                + " was asked for: " + remedy + ", use another name, or remove the channel (rondo rm " + name + ")");
    }
}
