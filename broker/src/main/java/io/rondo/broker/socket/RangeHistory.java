package io.rondo.broker.socket;

import io.rondo.client.log.FrameRange;
import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogReader;
import io.rondo.client.sequenced.LogHistory;
import io.rondo.client.socket.session.FileRange;
import io.rondo.client.socket.session.SequencedFrames;
import io.rondo.core.os.IoReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The history of a topic for a connected subscriber: whole frames of its log, which the kernel copies from the file to the
 * socket. For the thread that feeds the subscriber.
 */
final class RangeHistory extends LogHistory {
    private final Path directory;
    private SequencedFrames frames;

    /** The subscriber takes no more bytes now. */
    static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final NoRoom INSTANCE = new NoRoom();

        private NoRoom() {
            super(null, null, false, false);
        }
    }

    /**
     * Opens the log.
     *
     * @param topic the name
     * @param directory of its log
     * @throws io.rondo.client.RondoException if the log cannot be read
     */
    RangeHistory(String topic, Path directory) {
        super(topic, new LogDirectory(directory));
        this.directory = directory;
    }

    /** Sets what gets the ranges; called before the first read. */
    void sendTo(SequencedFrames receiver) {
        frames = receiver;
    }

    /**
     * Appends one range.
     *
     * @throws NoRoom if the subscriber does not take the next frame now
     */
    @Override
    protected int deliver(LogReader log, int limit, long last) {
        int room = frames.room();
        if (room == 0) {
            noteFound();
            throw NoRoom.INSTANCE;
        }
        long first = log.nextSequence();
        FrameRange range = log.range(room, last);
        if (range == null) {
            return 0;
        }
        noteFound();
        if (range.length() == 0) {
            throw NoRoom.INSTANCE;
        }
        FileChannel file = open(range.file());
        if (file == null) {
            // Retention has removed it since it was mapped.
            log.seekSequence(first);
            return 0;
        }
        frames.append(new FileRange(file, range.position(), range.length()), log.nextSequence() - 1);
        return (int) Math.min(limit, range.sequences());
    }

    /** Opens a file of the log; null if it was removed. */
    private FileChannel open(String name) {
        Path path = directory.resolve(name);
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new LogException(Reason.FAILED,
                    "cannot open " + path + ": " + IoReason.of(e) + ": check its permissions", e);
        }
    }
}
