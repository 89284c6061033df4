package io.rondo.broker.sequencer;

import io.rondo.client.Durability;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.os.FileStatus;
import io.rondo.core.segment.ChannelName;
import io.rondo.core.segment.ChannelStore;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpace;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.core.segment.SegmentWatch;
import java.nio.file.Path;
import java.util.UUID;

/** The shared memory of one topic, attached: egress, ingress, and the table of producers. */
final class TopicSegments implements AutoCloseable {
    private final Participant egressParticipant;
    private final Participant ingressParticipant;
    private final Egress egress;
    private final Ingress ingress;
    private final ProducerTable producers;
    private SegmentWatch egressWatch;
    private SegmentWatch ingressWatch;
    /** Guarded by this, as the watches. */
    private boolean closed;

    private TopicSegments(ChannelStore store, String topic, SegmentSpec properties, SequencerLog log) {
        egressParticipant = store.attach(topic, Role.PRODUCER, SequencedSpecs.egress(properties, true));
        Participant second = null;
        ProducerTable table = null;
        try {
            egress = new Egress(egressParticipant);
            int epoch = SequencedLayout.nextEpoch(log.last().latest(egress.last()).epoch());
            second = store.attach(ChannelName.ingress(topic), Role.CONSUMER,
                    SequencedSpecs.ingress(properties, true, epoch));
            table = ProducerTable.open(store.directory().producerTable(topic), egressParticipant.identity().id());
            ingress = new Ingress(second, log.durability() == Durability.DISK || log.copy() != null);
        } catch (RuntimeException | Error e) {
            if (table != null) {
                table.close();
            }
            if (second != null) {
                second.close();
            }
            egressParticipant.close();
            throw e;
        }
        ingressParticipant = second;
        producers = table;
    }

    /**
     * Attaches to the segments of a topic, and creates those that do not exist.
     *
     * @param store the channels of the directory
     * @param topic a valid name
     * @param asked properties of a new topic, of which an existing one must have those that are set
     * @param log the durable record, recovered
     * @return the segments, to be closed
     * @throws SegmentException {@code MISMATCH} if the topic exists with other properties, or as a plain channel; {@code
     * CORRUPT} if a segment was overwritten; another reason if a segment cannot be used
     */
    static TopicSegments open(ChannelStore store, String topic, SegmentSpec asked, SequencerLog log) {
        Identity egress = store.find(topic);
        Identity ingress = store.find(ChannelName.ingress(topic));
        if (egress != null) {
            egress.requireMatch(SequencedSpecs.egress(asked, false));
        } else if (ingress != null) {
            ingress.requireMatch(SequencedSpecs.ingress(asked, false, ingress.epoch()));
        }
        Identity existing = egress != null ? egress : ingress;
        if (existing != null) {
            return new TopicSegments(store, topic, properties(store, existing), log);
        }
        SegmentSpec created = log.properties() == null ? asked : log.properties();
        // Both or none: an egress is of no use without its ingress.
        SegmentSpace.of(store.directory()).require("channel " + topic, SequencedSpecs.egress(created, true),
                SequencedSpecs.ingress(created, true, 0));
        return log.properties() == null
                ? new TopicSegments(store, topic, asked, log)
                : recreate(store, topic, asked, log);
    }

    /** Makes the segments of a recorded topic again, with the properties that it had. */
    private static TopicSegments recreate(ChannelStore store, String topic, SegmentSpec asked, SequencerLog log) {
        TopicSegments segments = new TopicSegments(store, topic, log.properties(), log);
        try {
            segments.egressParticipant.identity().requireMatch(SequencedSpecs.egress(asked, false));
            return segments;
        } catch (RuntimeException | Error e) {
            segments.close();
            throw e;
        }
    }

    /** Returns the properties of a topic of which a segment exists, so that the other one can be created. */
    static SegmentSpec properties(ChannelStore store, Identity existing) {
        Path path = store.directory().path().resolve(existing.name() + ".ring");
        FileStatus status = FileStatus.of(path);
        if (status == null) {
            throw new SegmentException(Reason.UNAVAILABLE,
                    path + " was removed while the topic was opened: open the topic again");
        }
        try {
            SegmentSpec.builder().fileMode(status.permissions());
        } catch (IllegalArgumentException e) {
            throw new SegmentException(Reason.ACCESS_DENIED, path + " has " + e.getMessage()
                    + ": run chmod 600 " + path + ", or 660 if the topic's other segment has that mode", e);
        }
        try {
            return SequencedSpecs.topic(existing, status.permissions());
        } catch (IllegalArgumentException e) {
            throw new SegmentException(Reason.CORRUPT, e.getMessage() + ": remove the channel", e);
        }
    }

    /**
     * Runs an action when a segment is removed or replaced, or at once if that has happened already. It may run twice. Does
     * nothing after {@link #close}.
     */
    synchronized void watch(ChannelStore store, Runnable onRemoved) {
        if (closed) {
            return;
        }
        egressWatch = store.watch(egressParticipant, onRemoved);
        ingressWatch = store.watch(ingressParticipant, onRemoved);
    }

    Egress egress() {
        return egress;
    }

    Ingress ingress() {
        return ingress;
    }

    ProducerTable producers() {
        return producers;
    }

    /** Returns the id of the ingress. */
    UUID ingressId() {
        return ingressParticipant.identity().id();
    }

    /** Returns the length of the longest message. */
    int maxMessageLength() {
        return egressParticipant.identity().maxMessageLength() - SequencedLayout.EGRESS_PREFIX;
    }

    int capacity() {
        return ingressParticipant.identity().capacity();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (egressWatch != null) {
            egressWatch.close();
        }
        if (ingressWatch != null) {
            ingressWatch.close();
        }
        try {
            egress.close();
        } finally {
            ingress.close();
            producers.close();
        }
    }
}
