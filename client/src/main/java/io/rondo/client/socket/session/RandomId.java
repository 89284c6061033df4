package io.rondo.client.socket.session;

import java.util.concurrent.ThreadLocalRandom;

/** Creates ids for owners and peers. Each start has a new id. */
public final class RandomId {
    private RandomId() {}

    /** 64 random bits, except 0, which stands for no id. */
    public static long next() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return id;
    }
}
