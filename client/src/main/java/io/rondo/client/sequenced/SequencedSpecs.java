package io.rondo.client.sequenced;

import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.SegmentSpec;

/** The specifications of the two segments of a sequenced topic. */
public final class SequencedSpecs {
    private SequencedSpecs() {}

    /**
     * Returns the specification of the egress.
     *
     * @param topic what the user set; the longest message without a prefix
     * @param creates whether a longest message that was not set becomes the greatest that the capacity allows
     * @return the specification
     * @throws IllegalArgumentException if the longest message does not fit the capacity
     */
    public static SegmentSpec egress(SegmentSpec topic, boolean creates) {
        SegmentSpec.Builder egress = builder(topic).topic(true).sequenced(0);
        setLongest(egress, topic, creates, SequencedLayout.EGRESS_PREFIX);
        return egress.build();
    }

    /**
     * Returns the specification of the ingress.
     *
     * @param topic what the user set; the longest message without a prefix
     * @param creates whether a longest message that was not set becomes the greatest that the capacity allows
     * @param epoch of a new ingress
     * @return the specification
     * @throws IllegalArgumentException if the longest message does not fit the capacity
     */
    public static SegmentSpec ingress(SegmentSpec topic, boolean creates, int epoch) {
        SegmentSpec.Builder ingress = builder(topic).topic(false).singleProducer(false).sequenced(epoch);
        setLongest(ingress, topic, creates, SequencedLayout.INGRESS_PREFIX);
        return ingress.build();
    }

    private static SegmentSpec.Builder builder(SegmentSpec topic) {
        SegmentSpec.Builder builder = SegmentSpec.builder();
        if (topic.capacity() != null) {
            builder.capacity(topic.capacity());
        }
        if (topic.maxParticipants() != null) {
            builder.maxParticipants(topic.maxParticipants());
        }
        if (topic.schemaId() != null) {
            builder.schema(topic.schemaId(), topic.schemaVersion());
        }
        if (topic.fenceSide() != null) {
            builder.fenceSide(topic.fenceSide());
        }
        if (topic.fileMode() != null) {
            builder.fileMode(topic.fileMode());
        }
        return builder;
    }

    private static void setLongest(SegmentSpec.Builder segment, SegmentSpec topic, boolean creates, int prefix) {
        int capacity = topic.capacity() == null ? SegmentSpec.BASE_CAPACITY : topic.capacity();
        int most = SequencedLayout.maxMessageLength(capacity);
        Integer longest = topic.maxMessageLength();
        if (longest != null && longest > most && (creates || topic.capacity() != null)) {
            throw new IllegalArgumentException("max message length " + longest + " is more than " + most
                    + ", a quarter of the capacity of " + capacity + " less " + (capacity / 4 - most)
                    + " bytes: use a larger capacity or shorter messages");
        }
        if (longest != null) {
            segment.maxMessageLength(Math.min(longest, Integer.MAX_VALUE - prefix) + prefix);
        } else if (creates) {
            segment.maxMessageLength(most + prefix);
        }
    }

    /**
     * Returns the properties of a topic of which one segment exists, to create the other one.
     *
     * @param segment identity of the ingress or the egress
     * @param fileMode of the segment
     * @return the properties, the longest message without a prefix
     * @throws IllegalArgumentException if the segment is not one of a sequenced topic, or the file mode is unusual
     */
    public static SegmentSpec topic(Identity segment, int fileMode) {
        int prefix = segment.kind().isTopic() ? SequencedLayout.EGRESS_PREFIX : SequencedLayout.INGRESS_PREFIX;
        int longest = segment.maxMessageLength() - prefix;
        if (!segment.sequenced() || longest < 0 || RecordLayout.recordLength(longest
                + SequencedLayout.EGRESS_PREFIX) > segment.capacity() / 4) {
            throw new IllegalArgumentException("segment " + segment.name() + " belongs to no sequenced topic");
        }
        return SegmentSpec.builder().topic(true).sequenced(0).capacity(segment.capacity()).maxMessageLength(longest)
                .maxParticipants(segment.kind().maxParticipants(segment.slots()))
                .schema(segment.schemaId(), segment.schemaVersion())
                .fenceSide(segment.fenceSide()).fileMode(fileMode).build();
    }
}
