package io.rondo.client.shm;

import io.rondo.client.RondoException;
import io.rondo.client.Transport;
import io.rondo.client.endpoint.EndpointTransport;
import io.rondo.core.segment.Role;
import io.rondo.core.sync.GroupParking;

/** The part of the transport that producers and consumers of a segment share. */
abstract class RingEndpoint implements EndpointTransport {
    private final RingAttachment attachment;

    RingEndpoint(RingAttachment attachment) {
        this.attachment = attachment;
    }

    final RingAttachment attachment() {
        return attachment;
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
