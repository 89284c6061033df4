package io.rondo.client.socket;

import java.util.concurrent.ThreadLocalRandom;

/** Ids that tell one life of an owner or peer from every other. */
final class RandomId {
    private RandomId() {}

    /** 64 random bits, not 0, which stands for none. */
    static long next() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return id;
    }
}
