package io.rondo.client.crash;

import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;

/** A subscriber that may lose messages, but none half and none without counting it. */
final class Dropping {
    private Dropping() {}

    /** Reads on a thread of its own until it is told the end; returns how many messages it got or lost. */
    static Task<Long> start(Subscriber in) {
        return Task.start(() -> {
            long[] got = new long[1];
            boolean[] ended = new boolean[1];
            while (!ended[0]) {
                Messages.receive(in, (buffer, offset, length) -> {
                    ended[0] = Source.isEnd(buffer, offset, length);
                    if (!ended[0]) {
                        BulkReader.verify(buffer, offset, length);
                        got[0]++;
                    }
                });
            }
            return got[0] + in.lost();
        });
    }
}
