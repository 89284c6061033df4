package io.rondo.client.crash;

import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.process.Kind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Path;

/** The channel on which a process dies. */
final class CrashChannel {
    /** Some forty messages. */
    static final int CAPACITY = SegmentSpec.MIN_CAPACITY;

    private CrashChannel() {}

    /** A connection to the shared memory of a directory. */
    static Rondo connect(Path directory) {
        return Rondo.connect(RondoConfig.builder().directory(directory).transport(Transport.SHM).build());
    }

    /** Its options, for all participants. */
    static ChannelSettings options(Kind kind) {
        return kind.options().capacity(CAPACITY).waitStrategy(WaitStrategy.park());
    }
}
