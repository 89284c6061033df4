package io.rondo.client.socket;

import io.rondo.client.shm.Feeder;

/** Lets a queue's owner fetch what its connected publishers sent. */
record SocketFeeder(Listener listener) implements Feeder {
    @Override
    public boolean feed() {
        return listener.fetch();
    }

    @Override
    public void rest() {
        listener.rest();
    }
}
