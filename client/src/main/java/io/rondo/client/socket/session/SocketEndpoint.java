package io.rondo.client.socket.session;

import io.rondo.client.Transport;
import io.rondo.client.endpoint.EndpointTransport;
import io.rondo.core.sync.GroupParking;
import java.util.function.Supplier;

/** The part of the socket transport that producers and consumers share. */
public abstract class SocketEndpoint implements EndpointTransport {
    private final ThreadParker parker;
    private final Supplier<ParticipantCounts> counts;

    protected SocketEndpoint(ThreadParker parker, Supplier<ParticipantCounts> counts) {
        this.parker = parker;
        this.counts = counts;
    }

    @Override
    public final GroupParking parking() {
        return parker;
    }

    @Override
    public final void endWaits() {
        parker.close();
    }

    @Override
    public final int consumers() {
        return counts.get().consumers();
    }

    @Override
    public final int producers() {
        return counts.get().producers();
    }

    @Override
    public final Transport transport() {
        return Transport.SOCKET;
    }
}
