package io.rondo.broker;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.client.sequenced.BrokerFiles;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import java.nio.file.Path;
import java.util.List;

/** The kernel lock that keeps a second broker out of a directory, and shows clients that the broker is alive. */
final class BrokerLock implements AutoCloseable {
    private static final int MODE = 0600;

    private final LockFile lock;

    private BrokerLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param files of the directory
     * @return the lock, held until it is closed or the process dies
     * @throws ChannelInUseException if a broker runs in the directory
     */
    static BrokerLock take(BrokerFiles files) {
        return SegmentErrors.translating(() -> {
            Path path = files.lock();
            NativeFile created = NativeFile.create(path, MODE);
            if (created != null) {
                created.close();
            }
            LockFile lock = LockFile.open(path);
            if (lock != null && lock.tryLock(0, 1)) {
                return new BrokerLock(lock);
            }
            throw refusal(files, lock);
        });
    }

    private static ChannelInUseException refusal(BrokerFiles files, LockFile lock) {
        List<Long> holders = List.of();
        if (lock != null) {
            holders = lock.holders(0, 1);
            lock.close();
        }
        return new ChannelInUseException("a broker runs in " + files.directory() + " already"
                + (holders.isEmpty() ? "" : ", pid " + holders.getFirst())
                + ": stop it first, or use another directory (RONDO_DIR)");
    }

    @Override
    public void close() {
        lock.close();
    }
}
