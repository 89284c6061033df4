package io.rondo.client.log;

import io.rondo.client.log.LogException.Reason;
import io.rondo.core.SegmentException;
import io.rondo.core.mapping.Mapping;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.NativeFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory of one channel's log. Thread-safe. */
public final class LogDirectory implements LogFiles {
    private final Path directory;

    /**
     * Names the directory, without looking at it.
     *
     * @param directory {@code <log directory>/<channel>}
     */
    public LogDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (NoSuchFileException e) {
            throw new LogException(Reason.MISSING,
                    "there is no log directory " + directory + ": check the path, or record the channel first", e);
        } catch (IOException e) {
            throw new LogException(Reason.FAILED,
                    "cannot list " + directory + ": " + IoReason.of(e) + ": check the path and its permissions", e);
        }
    }

    @Override
    public LogFileMapping map(String name) {
        try (NativeFile file = NativeFile.open(directory.resolve(name), false)) {
            if (file == null) {
                return null;
            }
            if (!file.status().isRegular()) {
                throw new LogException(Reason.FOREIGN,
                        describe(name) + " is not a regular file: move it out of the log's directory");
            }
            return map(file);
        } catch (SegmentException e) {
            throw new LogException(Reason.FAILED, e.getMessage(), e);
        }
    }

    /** The length is asked once; log files are never shortened, so every page of the mapping stays valid. */
    private static LogFileMapping map(NativeFile file) {
        long length = file.status().length();
        Arena arena = Arena.ofShared();
        try {
            MemorySegment memory = length == 0
                    ? MemorySegment.NULL
                    : Mapping.map(file.fd(), 0, length, false, arena);
            return new Mapped(memory, arena);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private record Mapped(MemorySegment memory, Arena arena) implements LogFileMapping {
        @Override
        public void close() {
            arena.close();
        }
    }
}
