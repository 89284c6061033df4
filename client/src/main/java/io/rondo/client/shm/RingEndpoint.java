package io.rondo.client.shm;

import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.EndpointTransport;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.core.segment.Identity;
import io.rondo.core.segment.Participant;
import io.rondo.core.segment.Role;
import io.rondo.core.segment.SegmentDescriptors;
import io.rondo.core.segment.SegmentSpec;
import io.rondo.core.sync.GroupParking;
import java.util.function.Function;

/** The part of the transport that producers and consumers of a segment share. */
public abstract class RingEndpoint implements EndpointTransport {
    private final RingAttachment attachment;

    RingEndpoint(RingAttachment attachment) {
        this.attachment = attachment;
    }

    /** Attaches by descriptors, creates the user of the slot, and makes other processes count it. */
    static <T> T attached(SegmentDescriptors passed, String channel, Role role, SegmentSpec expected,
            Function<Participant, T> create) {
        return SegmentErrors.translating(() -> {
            Participant participant = passed.attach(channel, role);
            try {
                participant.identity().requireMatch(expected);
                T user = create.apply(participant);
                participant.joined();
                return user;
            } catch (RuntimeException | Error e) {
                participant.close();
                throw e;
            }
        });
    }

    final RingAttachment attachment() {
        return attachment;
    }

    /** Returns the properties of the channel. */
    public final Identity identity() {
        return attachment.participant().identity();
    }

    /** Returns whether the segment that an owner passed is the one in use. */
    public final boolean isOf(SegmentDescriptors passed) {
        return SegmentErrors.translating(() -> passed.isOf(attachment.participant()));
    }

    /** Wakes this endpoint's thread, and others of its side. Any thread, also after {@link #detach()}. */
    public final void wakeOwnSide() {
        attachment.wakeOwnSide();
    }

    @Override
    public final GroupParking parking() {
        return attachment.parker();
    }

    @Override
    public final void endWaits() {
        attachment.parker().close();
    }

    @Override
    public final int consumers() {
        return attachment.count(Role.CONSUMER);
    }

    @Override
    public final int producers() {
        return attachment.count(Role.PRODUCER);
    }

    @Override
    public final Transport transport() {
        return Transport.SHM;
    }

    @Override
    public final RondoException failure() {
        return attachment.failure();
    }
}
