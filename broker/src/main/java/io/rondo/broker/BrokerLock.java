package io.rondo.broker;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import java.nio.file.Path;
import java.util.List;

/** A kernel lock that keeps a second broker out of a directory. That of the channels shows clients that it is alive. */
final class BrokerLock implements AutoCloseable {
    private static final int MODE = 0600;

    private final LockFile lock;

    private BrokerLock(LockFile lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param path of the lock file, in the directory
     * @param variable names the directory
     * @return the lock, held until it is closed or the process dies
     * @throws ChannelInUseException if a broker uses the directory
     */
    static BrokerLock take(Path path, String variable) {
        return SegmentErrors.translating(() -> {
            NativeFile created = NativeFile.create(path, MODE);
            if (created != null) {
                created.close();
            }
            LockFile lock = LockFile.open(path);
            if (lock != null && lock.tryLock(0, 1)) {
                return new BrokerLock(lock);
            }
            throw refusal(path, variable, lock);
        });
    }

    private static ChannelInUseException refusal(Path path, String variable, LockFile lock) {
        List<Long> holders = List.of();
        if (lock != null) {
            holders = lock.holders(0, 1);
            lock.close();
        }
        return new ChannelInUseException("a broker runs in " + path.getParent() + " already"
                + (holders.isEmpty() ? "" : ", pid " + holders.getFirst())
                + ": stop it first, or use another directory (" + variable + ")");
    }

    @Override
    public void close() {
        lock.close();
    }
}
