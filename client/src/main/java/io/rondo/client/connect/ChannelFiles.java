package io.rondo.client.connect;

import io.rondo.client.RondoConfig;
import io.rondo.client.RondoException;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketObserver;
import io.rondo.client.socket.files.ChannelLock;
import io.rondo.client.socket.files.SocketDirectory;
import io.rondo.core.os.IoReason;
import io.rondo.core.segment.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The files of one channel: its segment, its owner's socket, and the record of a segment in another directory.
 * Thread-safe.
 */
final class ChannelFiles {
    static final String SEGMENT_SUFFIX = ".ring";

    private final String channel;
    private final Path segments;
    private final SharedMemory memory;
    /** Null if this process cannot use the directory of sockets. */
    private final SocketObserver sockets;
    /** The configured directory of sockets; null if none is configured. */
    private final Path configured;
    /** The mode of a new segment; null for the default. */
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
     * Opens the files of a channel.
     *
     * @param memory reads segments; null if this process cannot use shared memory
     * @param fileMode of a new segment; null for the default
     * @throws RondoException if this process can use neither shared memory nor a directory of sockets
     */
    static ChannelFiles of(RondoConfig config, SharedMemory memory, String channel, Integer fileMode) {
        return new ChannelFiles(channel, memory, config, fileMode);
    }

    private static SocketObserver sockets(RondoConfig config, SharedMemory memory, String channel) {
        try {
            // Creates the directory now, because both sides must find each other's files there.
            SocketDirectory.of(config);
            SocketObserver sockets = SocketObserver.of(config);
            if (memory == null) {
                // Fails if the path is too long for a socket, the only transport of this process.
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
     * The files of the channel at one moment.
     *
     * @param segment in the directory of segments; null if there is none, or this process cannot read it
     * @param segmentFile whether the segment's file exists
     * @param socket of a listening owner; null if no owner listens
     * @param recorded a segment in another directory that may be in use; null if there is none
     */
    record State(Identity segment, boolean segmentFile, Path socket, SegmentRecord recorded) {}

    /** Runs a step with the channel's state. Other processes cannot change the state during the step. */
    <T> T locked(Function<State, T> step) {
        try {
            return lock().call(() -> step.apply(state()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Runs a step that creates no file, also on a full file system; see {@link ChannelLock#callReading}. */
    <T> T lockedReading(Function<State, T> step) {
        try {
            return lock().callReading(() -> step.apply(state()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private ChannelLock lock() {
        return ChannelLock.of(channel, segments, sockets == null ? null : sockets.directory());
    }

    private RondoException failure(IOException e) {
        return new RondoException("channel " + channel + ": cannot read its files in " + segments + ": "
                + IoReason.of(e) + ": check its permissions", e);
    }

    /** Reads the state. Called under the lock. */
    State state() {
        try {
            return read();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private State read() throws IOException {
        Identity segment = memory == null ? null : memory.find(channel);
        return new State(segment, Files.exists(segment()), listening(), recorded(segment));
    }

    /**
     * The socket of a listening owner. An owner without a segment may also listen in the directory of segments, the
     * default directory of sockets.
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

    /** Whether a process that shares only the directory of sockets would find a segment that this process creates. */
    boolean isRecordable() {
        return isOneDirectory() || sockets != null && Files.isWritable(sockets.directory());
    }

    /** Whether segments and sockets are in one directory, where each side sees both. */
    boolean isOneDirectory() {
        return sockets == null
                ? configured == null || isSame(segments, configured)
                : isSame(segments, sockets.directory());
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.equals(other);
        }
    }

    /** Whether a record of the segment must be written before its use. Called under the lock. */
    boolean mustRecord(Identity identity) throws IOException {
        SegmentRecord present = hasRecords() ? SegmentRecord.read(recordFile()) : null;
        return hasRecords() && (present == null || !present.mayDescribe(identity));
    }

    /**
     * Records the segment beside the socket, and that this process uses it. Called under the lock.
     *
     * @param silent whether this process owns the channel and does not listen
     * @return ends the use; does nothing if segments and sockets are in one directory
     */
    Runnable use(Identity identity, boolean silent) throws IOException {
        return hasRecords() ? SegmentRecord.use(recordFile(), identity, segment(), fileMode, silent) : () -> {};
    }

    /** The segment of a live owner that does not listen, if it recorded that beside its socket; otherwise null. */
    Path silentSegment() throws IOException {
        SegmentRecord record = sockets == null || isOneDirectory() ? null : SegmentRecord.read(recordFile());
        return record != null && record.hasSilentOwner() ? record.segment() : null;
    }

    private boolean hasRecords() {
        return sockets != null && Files.isWritable(sockets.directory()) && !isOneDirectory();
    }

    private Path recordFile() {
        return sockets.directory().resolve(channel + SegmentRecord.SUFFIX);
    }

    /** The path of the segment, which need not exist. */
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

    /** The path of this process's socket for the channel, which need not exist. */
    String socketPath() {
        return socketDirectory().resolve(channel + ".sock").toString();
    }
}
