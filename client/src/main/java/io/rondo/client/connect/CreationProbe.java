package io.rondo.client.connect;

import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.core.SegmentException;
import io.rondo.core.os.Probe;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.SegmentSpace;
import java.util.function.Supplier;

/**
 * Finds out whether this process could create the segment of a channel now, without creating it.
 *
 * @param memory of this process
 * @param channel the name
 * @param settings of the channel
 */
record CreationProbe(SharedMemory memory, String channel, ChannelSettings settings) implements Supplier<String> {
    /** Returns why it could not; null if it could. */
    @Override
    public String get() {
        ChannelDirectory directory = memory.store().directory();
        try {
            SegmentSpace.of(directory).require("channel " + channel, settings.segment());
            Probe allocation = directory.probeAllocation();
            return allocation.works() ? null : "fallocate(2) in " + directory.path() + ": " + allocation.finding();
        } catch (SegmentException e) {
            return e.getMessage();
        }
    }
}
