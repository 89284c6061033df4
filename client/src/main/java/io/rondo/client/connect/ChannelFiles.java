package io.rondo.client.connect;

import io.rondo.client.RondoConfig;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.ChannelLock;
import io.rondo.client.socket.SocketDirectory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.core.RondoException;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The files of one channel: its segment, its owner's socket, and what is recorded of a segment beside the socket.
 * Thread-safe.
 */
final class ChannelFiles {
    private static final String SEGMENT_SUFFIX = ".ring";

    private final String channel;
    private final Path segments;
    private final SharedMemory memory;
    /** Null where this process cannot use the directory of sockets. */
    private final SocketObserver sockets;
    /** The directory of sockets that was configured; null if none was. */
    private final Path configured;
    /** The mode of a new segment; null if none was named. */
    private final Integer fileMode;

    private ChannelFiles(String channel, SharedMemory memory, RondoConfig config, Integer fileMode) {
        this.channel = channel;
        this.segments = memory == null ? SocketDirectory.ofSegments(config) : memory.store().directory().path();
        this.memory = memory;
        this.sockets = sockets(config, memory, channel);
        this.configured = config.socketDirectory();
        this.fileMode = fileMode;
    }

    /**
     * The files of a channel.
     *
     * @param memory reads segments; null in a process that cannot
     * @param fileMode of a new segment; null for the default
     * @throws RondoException if this process can neither use shared memory nor a directory of sockets
     */
    static ChannelFiles of(RondoConfig config, SharedMemory memory, String channel, Integer fileMode) {
        return new ChannelFiles(channel, memory, config, fileMode);
    }

    private static SocketObserver sockets(RondoConfig config, SharedMemory memory, String channel) {
        try {
            // Created now, because both sides must find each other's files there.
            SocketDirectory.of(config);
            SocketObserver sockets = SocketObserver.of(config);
            if (memory == null) {
                // Its path may be too long for a socket, which is all that this process can use.
                sockets.path(channel);
            }
            return sockets;
        } catch (RondoException e) {
            if (memory == null) {
                throw e;
            }
            return null;
        }
    }

    /**
     * What exists of the channel at one moment.
     *
     * @param segment in the directory of segments; null if there is none, or this process cannot read it
     * @param segmentFile whether there is a file of that name
     * @param socket where an owner listens; null if none does
     * @param recorded a segment that this process's directory does not hold, and that may be in use; null if there is
     * none
     */
    record State(Identity segment, boolean segmentFile, Path socket, SegmentRecord recorded) {}

    /** Does something with the channel's state, which other processes cannot change meanwhile. */
    <T> T locked(Function<State, T> step) {
        try {
            return ChannelLock.of(channel, segments, sockets == null ? null : sockets.directory())
                    .call(() -> step.apply(state()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private RondoException failure(IOException e) {
        return new RondoException("channel " + channel + ": cannot look at its files in " + segments + ": "
                + IoReason.of(e) + ": check who may read there", e);
    }

    /** The state now. Called under the lock. */
    State state() {
        try {
            return read();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private State read() throws IOException {
        Identity segment = memory == null ? null : memory.store().find(channel);
        return new State(segment, Files.exists(segment()), listening(), recorded(segment));
    }

    /**
     * An owner without a segment may listen in the directory of segments, too: that is where sockets are by default.
     */
    private Path listening() {
        if (sockets == null) {
            return null;
        }
        Path beside = sockets.listeningIn(sockets.directory(), channel);
        if (beside != null) {
            return beside;
        }
        return isOneDirectory() ? null : sockets.listeningIn(segments, channel);
    }

    private SegmentRecord recorded(Identity segment) throws IOException {
        if (sockets == null || isOneDirectory()) {
            return null;
        }
        Path beside = sockets.directory().resolve(channel + SEGMENT_SUFFIX);
        if (Files.exists(beside)) {
            // The directory of sockets is another process's directory of segments.
            return SegmentRecord.ofSegment(beside);
        }
        SegmentRecord record = SegmentRecord.read(recordFile());
        if (record == null || record.isOf(segments) || segment != null && record.mayDescribe(segment)) {
            return null;
        }
        return record.mayBeInUse() ? record : null;
    }

    /**
     * Whether a process that shares only the directory of sockets would learn of a segment that this process creates.
     */
    boolean isRecordable() {
        return sockets == null
                ? configured == null || isSame(segments, configured)
                : isOneDirectory() || Files.isWritable(sockets.directory());
    }

    /** Whether segments and sockets are in one directory, so that each side sees both. */
    private boolean isOneDirectory() {
        return isSame(segments, sockets.directory());
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.equals(other);
        }
    }

    /**
     * Records the segment beside the socket, and that this process uses it. Called under the lock.
     *
     * @return ends the use; does nothing where segments and sockets are in one directory
     */
    Runnable use(Identity identity) throws IOException {
        if (sockets == null || !Files.isWritable(sockets.directory()) || isOneDirectory()) {
            return () -> {};
        }
        return SegmentRecord.use(recordFile(), identity, segment(), fileMode);
    }

    private Path recordFile() {
        return sockets.directory().resolve(channel + SegmentRecord.SUFFIX);
    }

    /** Where the segment is, or would be. */
    Path segment() {
        return segments.resolve(channel + SEGMENT_SUFFIX);
    }

    /** The directory of segments. */
    Path segments() {
        return segments;
    }

    /** The directory of sockets, for messages. */
    Path socketDirectory() {
        return sockets == null ? configured == null ? segments : configured : sockets.directory();
    }

    /** Where this process's owner of the channel listens, or would. */
    String socketPath() {
        return socketDirectory().resolve(channel + ".sock").toString();
    }
}
