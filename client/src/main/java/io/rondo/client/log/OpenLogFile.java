package io.rondo.client.log;

import io.rondo.client.log.LogException.Reason;
import io.rondo.codecs.log.LogFileHeader;
import io.rondo.codecs.log.LogFileHeader.State;
import io.rondo.codecs.log.LogFileName;
import io.rondo.core.buffer.SegmentBuffer;
import java.lang.foreign.MemorySegment;
import org.agrona.DirectBuffer;

/** A mapped log file, and what its header page states. */
public final class OpenLogFile implements AutoCloseable {
    private final LogFileName name;
    private final String path;
    private final LogFileMapping mapping;
    private final DirectBuffer page;
    private final State state;

    private OpenLogFile(LogFileName name, String path, LogFileMapping mapping) {
        this.name = name;
        this.path = path;
        this.mapping = mapping;
        MemorySegment memory = mapping.memory();
        page = new SegmentBuffer(memory.asSlice(0, Math.min(memory.byteSize(), LogFileHeader.LENGTH)));
        state = LogFileHeader.state(page);
    }

    /**
     * Maps a file and classifies its header. A damaged header is no failure: its frames may be valid.
     *
     * @param files the log
     * @param name of the file
     * @return the file; null if it was removed
     * @throws LogException {@code FOREIGN} or {@code NEWER_VERSION}; {@code DAMAGED} if it is longer than any log file;
     * {@code FAILED} if it cannot be read
     */
    public static OpenLogFile open(LogFiles files, LogFileName name) {
        LogFileMapping mapping = files.map(name.file());
        if (mapping == null) {
            return null;
        }
        OpenLogFile file = null;
        try {
            file = new OpenLogFile(name, files.describe(name.file()), mapping);
            file.refuseOtherFormats();
            return file;
        } catch (LogException e) {
            mapping.close();
            throw e;
        }
    }

    private void refuseOtherFormats() {
        if (state == State.FOREIGN) {
            throw new LogException(Reason.FOREIGN,
                    path + " is no log file: it does not begin with RONDOLOG: move it out of the log's directory");
        }
        if (state == State.NEWER) {
            throw new LogException(Reason.NEWER_VERSION,
                    path + " has format version " + LogFileHeader.majorVersion(page) + ", this program reads "
                            + (LogFileHeader.VERSION >>> 16) + ": use the version of Rondo that wrote it");
        }
        if (mapping.memory().byteSize() > LogFileHeader.MAX_FILE_LENGTH) {
            throw new LogException(Reason.DAMAGED, path + " has " + mapping.memory().byteSize()
                    + " bytes, more than any log file: move it out of the log's directory");
        }
    }

    /** Returns the name. */
    public LogFileName name() {
        return name;
    }

    /** Returns the path for messages. */
    public String path() {
        return path;
    }

    /** Returns all bytes. */
    public MemorySegment memory() {
        return mapping.memory();
    }

    /** Returns the header; null if it is damaged or empty. */
    public LogFileHeader header() {
        return state == State.VALID ? LogFileHeader.decode(page) : null;
    }

    /** Returns the log id that the header page states, also if it is damaged; 0 if the file is shorter. */
    public long statedLogId() {
        return memory().byteSize() < LogFileHeader.LENGTH ? 0 : LogFileHeader.logId(page);
    }

    /** Describes what is wrong with the header or the length of the file; null if nothing is. */
    public String fault() {
        LogFileHeader header = header();
        if (memory().byteSize() < LogFileHeader.LENGTH) {
            return "its length is " + memory().byteSize() + ", less than its header";
        }
        if (header == null) {
            return state == State.EMPTY ? "its header is empty" : "its header is damaged";
        }
        if (header.allocatedLength() != memory().byteSize()) {
            return "its length is " + memory().byteSize() + ", its header states " + header.allocatedLength();
        }
        return header.name().equals(name) ? null : "its header states the name " + header.name();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
