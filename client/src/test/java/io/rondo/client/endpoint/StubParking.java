package io.rondo.client.endpoint;

import io.rondo.core.sync.GroupParker;
import io.rondo.core.sync.GroupParking;

/** Never sleeps. */
final class StubParking implements GroupParking {
    static final GroupParking NONE = new StubParking();

    private StubParking() {}

    @Override
    public void prepare() {}

    @Override
    public void sleep(long maxNanos) {}

    @Override
    public void check() {}

    @Override
    public boolean sleepsInWord() {
        return false;
    }

    @Override
    public void joinSleep(GroupParker group) {}
}
