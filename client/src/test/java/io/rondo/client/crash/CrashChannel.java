package io.rondo.client.crash;

import io.rondo.client.WaitStrategy;
import io.rondo.client.process.Kind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.core.segment.SegmentSpec;

/** The channel on which a process dies. */
final class CrashChannel {
    /** Some forty messages. */
    static final int CAPACITY = SegmentSpec.MIN_CAPACITY;

    private CrashChannel() {}

    /** Its options, for all participants. */
    static ChannelSettings options(Kind kind) {
        return kind.options().capacity(CAPACITY).waitStrategy(WaitStrategy.park());
    }
}
