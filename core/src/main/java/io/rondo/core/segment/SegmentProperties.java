package io.rondo.core.segment;

import io.rondo.core.layout.ChannelForm;
import io.rondo.core.layout.FenceSide;
import io.rondo.core.layout.RecordLayout;
import io.rondo.core.layout.RingKind;

/**
 * The values of a {@link SegmentSpec}; a property that was not set is null. Combines them with defaults, and tells whether they
 * fit together. Mutable; {@link SegmentSpec.Builder} checks each value alone. Not thread-safe.
 */
final class SegmentProperties {
    ChannelForm form;
    boolean topicByDefault;
    Boolean singleProducer;
    Integer capacity;
    Integer maxMessageLength;
    Integer maxParticipants;
    Integer schemaId;
    Integer schemaVersion;
    FenceSide fenceSide;
    Boolean ephemeral;
    Integer fileMode;
    Integer epoch;
    Integer maxDeliveries;
    Integer processingDeadlineMillis;
    boolean service;
    /** Bytes of each record that are not the message, of a request queue. */
    int headerLength;
    Integer responders;

    /** Returns the form of the channel, as {@link SegmentSpec#form()} tells. */
    ChannelForm form() {
        boolean competing = responders != null && responders > 1 || maxDeliveries != null && maxDeliveries > 1;
        return service && competing ? ChannelForm.WORK_QUEUE : form;
    }

    /** Returns the kind of the ring to create, as {@link SegmentSpec#ringKind()} tells. */
    RingKind ringKind() {
        if (form() == ChannelForm.WORK_QUEUE) {
            return RingKind.WORK;
        }
        boolean many = Boolean.FALSE.equals(singleProducer);
        if (form == null ? topicByDefault && !many : form == ChannelForm.TOPIC) {
            return RingKind.SPMC;
        }
        return Boolean.TRUE.equals(singleProducer) ? RingKind.SPSC : RingKind.MPSC;
    }

    SegmentProperties copy() {
        SegmentProperties copy = new SegmentProperties();
        copy.addDefaults(this);
        return copy;
    }

    /** Sets each property that was not set to that of the defaults. */
    void addDefaults(SegmentProperties defaults) {
        topicByDefault |= defaults.topicByDefault;
        service |= defaults.service;
        headerLength = Math.max(headerLength, defaults.headerLength);
        form = orElse(form, defaults.form);
        singleProducer = orElse(singleProducer, defaults.singleProducer);
        capacity = orElse(capacity, defaults.capacity);
        maxMessageLength = orElse(maxMessageLength, defaults.maxMessageLength);
        maxParticipants = orElse(maxParticipants, defaults.maxParticipants);
        schemaId = orElse(schemaId, defaults.schemaId);
        schemaVersion = orElse(schemaVersion, defaults.schemaVersion);
        fenceSide = orElse(fenceSide, defaults.fenceSide);
        ephemeral = orElse(ephemeral, defaults.ephemeral);
        fileMode = orElse(fileMode, defaults.fileMode);
        epoch = orElse(epoch, defaults.epoch);
        maxDeliveries = orElse(maxDeliveries, defaults.maxDeliveries);
        processingDeadlineMillis = orElse(processingDeadlineMillis, defaults.processingDeadlineMillis);
        responders = orElse(responders, defaults.responders);
    }

    private static <T> T orElse(T value, T fallback) {
        return value == null ? fallback : value;
    }

    /** Throws {@link IllegalArgumentException} if the properties do not fit together. */
    void requireFitting() {
        if (form() != null) {
            form().requireFitting(singleProducer, maxParticipants, maxDeliveries, processingDeadlineMillis);
        }
        if (capacity != null && maxMessageLength != null) {
            RecordLayout.requireFitting(maxMessageLength, headerLength, capacity);
        }
        if (responders != null && maxParticipants != null && responders > maxParticipants) {
            throw new IllegalArgumentException("responders " + responders + " is more than max participants "
                    + maxParticipants + ": use fewer responders, or more participants");
        }
    }

    /** Returns the length of the longest message with its header; null if not set. */
    Integer payloadLength() {
        return maxMessageLength == null
                ? null
                : (Integer) (int) Math.min((long) maxMessageLength + headerLength, Integer.MAX_VALUE);
    }

    /** Sets the capacity and the longest message, as {@link SegmentSpec#withSizes} tells. */
    void addSizes(int defaultCapacity) {
        int basis = orElse(capacity, SegmentSpec.BASE_CAPACITY);
        maxMessageLength = orElse(maxMessageLength, RecordLayout.maxMessageLength(basis) - headerLength);
        RecordLayout.requireFitting(maxMessageLength, headerLength, basis);
        capacity = orElse(capacity, defaultCapacity);
    }

    static int requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is out of range: use " + least + " to " + most);
        }
        return value;
    }
}
