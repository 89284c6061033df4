package io.rondo.client.endpoint;

import io.rondo.core.wait.Parking;

/** Never sleeps. */
final class StubParking implements Parking {
    static final Parking NONE = new StubParking();

    private StubParking() {}

    @Override
    public void prepare() {}

    @Override
    public void sleep(long maxNanos) {}

    @Override
    public void check() {}
}
