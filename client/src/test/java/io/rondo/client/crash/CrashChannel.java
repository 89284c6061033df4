package io.rondo.client.crash;

import io.rondo.client.ChannelOptions;
import io.rondo.client.process.Kind;
import io.rondo.core.layout.SegmentSpec;
import io.rondo.core.wait.WaitStrategy;

/** The channel somebody dies on. */
final class CrashChannel {
    /** Some forty messages. */
    static final int CAPACITY = SegmentSpec.MIN_CAPACITY;

    private CrashChannel() {}

    /** Its options, for all who take part. */
    static ChannelOptions.Builder options(Kind kind) {
        return kind.options().capacity(CAPACITY).waitStrategy(WaitStrategy.park());
    }
}
