package io.rondo.broker;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.endpoint.SegmentErrors;
import io.rondo.core.os.LockFile;
import java.nio.file.Path;

/** A kernel lock that keeps a second broker out of a directory. That of the channels shows clients that it is alive. */
final class BrokerLock {
    private BrokerLock() {}

    /**
     * Takes the lock.
     *
     * @param path of the lock file, in the directory
     * @param variable names the directory
     * @return the lock, held until it is closed or the process dies
     * @throws ChannelInUseException if a broker uses the directory
     */
    static LockFile take(Path path, String variable) {
        return SegmentErrors.translating(() -> LockFile.hold(path,
                holders -> new ChannelInUseException("a broker runs in " + path.getParent() + " already"
                        + (holders.isEmpty() ? "" : ", pid " + holders.getFirst())
                        + ": stop it first, or use another directory (" + variable + ")")));
    }
}
