package io.rondo.broker.socket;

import io.rondo.client.ChannelMismatchException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.sequenced.SequencedSpecs;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.owner.Admission;
import io.rondo.client.socket.owner.Listener;
import io.rondo.client.socket.owner.OwnedChannel;
import io.rondo.client.socket.session.ParticipantCounts;
import io.rondo.codecs.control.ChannelKind;
import io.rondo.codecs.session.Terms;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.ParticipantInfo;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentSpec;
import java.util.function.Function;

/**
 * A sequenced topic, of which the broker owns both segments.
 *
 * @param memory the broker's shared memory
 * @param egress identity of the egress
 * @param ingress identity of the ingress
 * @param admissions creates what decides about peers
 */
record TopicChannel(SharedMemory memory, Identity egress, Identity ingress, Function<Listener, Admission> admissions)
        implements
            OwnedChannel {
    @Override
    public Properties properties() {
        return new Properties(ChannelKind.SEQUENCED, false, egress.capacity(),
                egress.maxMessageLength() - SequencedLayout.EGRESS_PREFIX, egress.schemaId(), egress.schemaVersion(),
                false, true, false);
    }

    @Override
    public void requireMatch(Terms terms) {
        if (terms.kind() != null && terms.kind() != ChannelKind.SEQUENCED || Boolean.TRUE.equals(terms.singleProducer())
                || Boolean.TRUE.equals(terms.ephemeral())) {
            throw new ChannelMismatchException("channel " + egress.name()
                    + " is a sequenced topic, with many producers and not ephemeral: open it as one");
        }
        SegmentSpec.Builder spec = SegmentSpec.builder().topic(true).sequenced(0);
        if (terms.capacity() != null) {
            spec.capacity(terms.capacity());
        }
        if (terms.maxMessageLength() != null) {
            spec.maxMessageLength(terms.maxMessageLength());
        }
        if (terms.schemaId() != null) {
            spec.schema(terms.schemaId(), terms.schemaVersion() == null ? 0 : terms.schemaVersion());
        }
        SegmentErrors.translating(() -> {
            egress.requireMatch(SequencedSpecs.egress(spec.build(), false));
            return null;
        });
    }

    @Override
    public Admission admission(Listener listener) {
        return admissions.apply(listener);
    }

    @Override
    public ParticipantCounts participantCounts() {
        return new ParticipantCounts(count(ingress, Role.PRODUCER), count(egress, Role.CONSUMER));
    }

    private int count(Identity segment, Role role) {
        int count = 0;
        for (ParticipantInfo info : memory.participants(segment.name())) {
            count += info.role() == role && info.alive() && !info.isEvicted() ? 1 : 0;
        }
        return count;
    }
}
