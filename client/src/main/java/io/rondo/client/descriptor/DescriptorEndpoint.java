package io.rondo.client.descriptor;

import io.rondo.client.Transport;
import io.rondo.client.endpoint.EndpointTransport;

/** The part of the transport that producers and consumers of passed segments share. */
abstract class DescriptorEndpoint implements EndpointTransport {
    private final LinkParking parking;

    DescriptorEndpoint(LinkParking parking) {
        this.parking = parking;
    }

    @Override
    public final LinkParking parking() {
        return parking;
    }

    @Override
    public final void endWaits() {
        parking.end();
    }

    @Override
    public final Transport transport() {
        return Transport.SHM_DESCRIPTOR;
    }
}
