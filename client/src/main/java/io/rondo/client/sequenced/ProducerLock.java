package io.rondo.client.sequenced;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelRemovedException;
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.os.LockFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The kernel lock of a producer id: a byte of the ingress, far behind its end. The kernel releases it when the process
 * dies.
 */
public final class ProducerLock {
    private ProducerLock() {}

    /**
     * Takes the lock.
     *
     * @param topic the name
     * @param ingress the file of the ingress
     * @param producerId from 1
     * @return the lock, held until it is closed
     * @throws ChannelInUseException if a live publisher has the id
     */
    public static LockFile take(String topic, Path ingress, long producerId) {
        LockFile lock = LockFile.open(ingress);
        if (lock == null) {
            throw new ChannelRemovedException("topic " + topic + " was removed: open it again", 0);
        }
        long position = SequencedLayout.producerLock(producerId);
        if (lock.tryLock(position, 1)) {
            return lock;
        }
        List<Long> holders = lock.holders(position, 1);
        lock.close();
        throw new ChannelInUseException("topic " + topic + ": a live publisher has producer id " + producerId
                + (holders.isEmpty() ? "" : ", pid " + holders.getFirst()) + ": stop it first, or use another id");
    }
}
