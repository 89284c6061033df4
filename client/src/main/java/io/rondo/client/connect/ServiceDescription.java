package io.rondo.client.connect;

import io.rondo.client.FenceSide;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Service;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.service.ServiceSettings;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.segment.ChannelName;
import java.time.Duration;

/** The description of a service. Immutable. */
final class ServiceDescription implements Service {
    private final ChannelRondo rondo;
    private final String name;
    private final ServiceSettings settings;

    ServiceDescription(ChannelRondo rondo, String name, ServiceSettings settings) {
        this.rondo = rondo;
        this.name = ChannelName.requireService(name);
        this.settings = settings;
    }

    private Service with(ServiceSettings changed) {
        return new ServiceDescription(rondo, name, changed);
    }

    private Service with(ChannelSettings changed) {
        return with(settings.channel(changed));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Service capacity(int bytes) {
        return with(settings.channel().capacity(bytes));
    }

    @Override
    public Service responseCapacity(int bytes) {
        return with(settings.responseCapacity(bytes));
    }

    @Override
    public Service maxMessageLength(int bytes) {
        return with(settings.channel().maxMessageLength(bytes));
    }

    @Override
    public Service schema(int id, int version) {
        return with(settings.channel().schema(id, version));
    }

    @Override
    public Service ephemeral(boolean ephemeral) {
        return with(settings.channel().ephemeral(ephemeral));
    }

    @Override
    public Service fileMode(int mode) {
        return with(settings.channel().fileMode(mode));
    }

    @Override
    public Service fenceSide(FenceSide side) {
        return with(settings.channel().fenceSide(side));
    }

    @Override
    public Service maxParticipants(int count) {
        return with(settings.channel().maxParticipants(count));
    }

    @Override
    public Service responders(int most) {
        return with(settings.channel().responders(most));
    }

    @Override
    public Service idempotent() {
        return with(settings.idempotent());
    }

    @Override
    public Service idempotent(int maxDeliveries) {
        return with(settings.idempotent(maxDeliveries));
    }

    @Override
    public Service deadline(Duration deadline) {
        return with(settings.deadline(deadline));
    }

    @Override
    public Service deliverExpired(boolean deliver) {
        return with(settings.deliverExpired(deliver));
    }

    @Override
    public Service transport(Transport transport) {
        return with(settings.channel().transport(transport));
    }

    @Override
    public Service waitStrategy(WaitStrategy strategy) {
        return with(settings.channel().waitStrategy(strategy));
    }

    @Override
    public Service allowUid(int uid) {
        return with(settings.channel().allowUid(uid));
    }

    @Override
    public Service allowGid(int gid) {
        return with(settings.channel().allowGid(gid));
    }

    @Override
    public Requester requester() {
        return rondo.requester(name, settings);
    }

    @Override
    public Responder responder() {
        return rondo.responder(name, settings);
    }
}
