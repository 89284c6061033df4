package io.rondo.broker.log.storage;

import io.rondo.client.log.LogDirectory;
import io.rondo.client.log.LogException;
import io.rondo.client.log.LogException.Reason;
import io.rondo.client.log.LogFileMapping;
import io.rondo.core.SegmentException;
import io.rondo.core.os.IoReason;
import io.rondo.core.os.LockFile;
import io.rondo.core.os.NativeFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The files in a directory, mapped by Chronicle Bytes for writing. A file lock excludes a second writer. */
public final class MappedStorage implements LogStorage {
    private static final String LOCK = "lock";
    private static final int PAGE = 4096;
    private static final MemorySegment ZEROES = MemorySegment.ofArray(new byte[PAGE]);

    private final Path directory;
    private final int fileMode;
    private final LogDirectory reading;
    private final LockFile lock;

    /**
     * Locks the log of a channel; creates its directory if the log directory exists.
     *
     * @param directory {@code <log directory>/<channel>}
     * @param fileMode permission bits of new files
     * @throws LogException {@code MISSING} if the log directory does not exist; {@code IN_USE} if another process writes this
     * log; {@code FAILED} if the directory cannot be used
     */
    public MappedStorage(Path directory, int fileMode) {
        this.directory = directory;
        this.fileMode = fileMode;
        reading = new LogDirectory(directory);
        if (!Files.isDirectory(directory)) {
            createDirectory(directory);
        }
        lock = lock(directory.resolve(LOCK));
    }

    private static void createDirectory(Path directory) {
        Path parent = directory.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            throw new LogException(Reason.MISSING,
                    "there is no log directory " + parent + ": create it, or set another one (RONDO_LOG_DIR)");
        }
        try {
            Files.createDirectory(directory);
            syncDirectory(parent);
        } catch (IOException e) {
            throw failure("create", directory, e);
        }
    }

    private static LockFile lock(Path path) {
        try {
            return LockFile.hold(path, holders -> new LogException(Reason.IN_USE, "another process"
                    + (holders.isEmpty() ? "" : ", pid " + holders.getFirst() + ",") + " writes the log in "
                    + path.getParent() + ": end the other broker or recorder, or use another log directory"));
        } catch (SegmentException e) {
            throw translated(e);
        }
    }

    @Override
    public LogFile create(String name, long length) {
        Path path = directory.resolve(name);
        delete(name);
        try (NativeFile file = NativeFile.create(path, fileMode)) {
            if (file == null) {
                throw new LogException(Reason.FAILED,
                        "cannot create " + path + ": the name exists, or the directory was removed: check the path");
            }
            file.allocate(length);
            return new MappedFile(path, length);
        } catch (SegmentException e) {
            deleteQuietly(path);
            throw e.reason() == SegmentException.Reason.NO_SPACE ? noSpace(path, length, e) : translated(e);
        } catch (IOException e) {
            deleteQuietly(path);
            throw failure("map", path, e);
        }
    }

    private static LogException noSpace(Path path, long length, SegmentException e) {
        return new LogException(Reason.NO_SPACE, "cannot allocate " + length + " bytes for " + path
                + ": no space left: free space on the file system, or keep less (retention)", e);
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The first failure is reported; the name has no meaning to a reader.
        }
    }

    @Override
    public LogFile open(String name) {
        Path path = directory.resolve(name);
        try {
            return Files.exists(path) ? new MappedFile(path, Files.size(path)) : null;
        } catch (IOException e) {
            throw failure("open", path, e);
        }
    }

    @Override
    public void rename(String from, String to) {
        try {
            Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure("rename to '" + to + "'", directory.resolve(from), e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw failure("delete", directory.resolve(name), e);
        }
    }

    @Override
    public void releaseUnused(String name) {
        try (LogFileMapping file = map(name); NativeFile writable = NativeFile.open(directory.resolve(name), true)) {
            if (file == null || writable == null) {
                return;
            }
            MemorySegment memory = file.memory();
            long end = memory.byteSize() / PAGE * PAGE;
            while (end > 0 && ZEROES.mismatch(memory.asSlice(end - PAGE, PAGE)) < 0) {
                end -= PAGE;
            }
            if (end < memory.byteSize()) {
                writable.release(end, memory.byteSize() - end);
            }
        } catch (SegmentException | LogException e) {
            // The space is not needed for correctness, and what is wrong with the file is found when it is read.
        }
    }

    @Override
    public void syncDirectory() throws IOException {
        syncDirectory(directory);
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public List<String> names() {
        return reading.names();
    }

    @Override
    public LogFileMapping map(String name) {
        return reading.map(name);
    }

    @Override
    public String describe(String name) {
        return reading.describe(name);
    }

    /** Unlocks the log. Open files stay usable until they are closed. */
    @Override
    public void close() {
        lock.close();
    }

    private static LogException failure(String what, Path path, IOException e) {
        Reason reason = IoReason.isNoSpace(e) ? Reason.NO_SPACE : Reason.FAILED;
        return new LogException(reason, "cannot " + what + " " + path + ": " + IoReason.of(e)
                + ": check the path, its permissions and the free space", e);
    }

    private static LogException translated(SegmentException e) {
        return new LogException(Reason.FAILED, e.getMessage(), e);
    }
}
