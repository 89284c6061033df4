package io.rondo.core.os;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds the processes that hold locks on a file, in {@code /proc}. A process's {@code fdinfo} lists all locks taken
 * through its descriptors, but may only be read for processes of the same user, or by root. {@code /proc/locks} is open
 * to all users and names the pid of a POSIX lock, but not that of an open-file-description lock, which has none.
 * Processes of other PID namespaces are in neither.
 */
final class LockHolders {
    private static final Path PROC = Path.of("/proc");
    private static final String FDINFO_LOCK = "lock:";
    private static final String DESCRIPTION_LOCK = "OFDLCK";
    private static final String POSIX_LOCK = "POSIX";
    private static final String TO_THE_END = "EOF";
    /**
     * Number, type, ADVISORY, READ or WRITE, pid, file, first byte, last byte. A waiting request has one more, "->".
     */
    private static final int FIELDS = 8;
    private static final int TYPE = 1;
    private static final int PID = 4;
    private static final int FILE = 5;
    private static final int START = 6;
    private static final int LAST = 7;
    private static final int DESCRIPTION_LENGTH = 1024;

    private final String file;
    private final LockedRange range;

    private LockHolders(FileStatus status, LockedRange range) {
        // As the kernel prints it. File systems that show another device to stat(2), such as btrfs, have no match.
        file = String.format(Locale.ROOT, "%02x:%02x:%d", status.device() >>> 32, (int) status.device(),
                status.inode());
        this.range = range;
    }

    /** Returns the pids of the processes that hold a lock which overlaps the range, in ascending order. */
    static List<Long> find(FileStatus status, LockedRange range) {
        LockHolders holders = new LockHolders(status, range);
        Stream<Long> byDescriptors = ProcessHandle.allProcesses().map(ProcessHandle::pid)
                .filter(holders::hasLockThroughDescriptor);
        return Stream.concat(byDescriptors, holders.posixHolders()).distinct().sorted().toList();
    }

    private boolean hasLockThroughDescriptor(long pid) {
        try (Stream<Path> descriptors = Files.list(PROC.resolve(Long.toString(pid)).resolve("fdinfo"))) {
            return descriptors.map(LockHolders::description).filter(text -> text.contains(FDINFO_LOCK))
                    .flatMap(String::lines).anyMatch(line -> line.startsWith(FDINFO_LOCK)
                            && matches(fields(line.substring(FDINFO_LOCK.length()))));
        } catch (IOException | UncheckedIOException e) {
            // The process has ended, or belongs to another user.
            return false;
        }
    }

    private Stream<Long> posixHolders() {
        return lines(PROC.resolve("locks")).stream().map(LockHolders::fields)
                .filter(fields -> matches(fields) && fields[TYPE].equals(POSIX_LOCK))
                .map(fields -> Long.parseLong(fields[PID])).filter(pid -> pid > 0);
    }

    /**
     * Reads the {@code fdinfo} of a descriptor; empty if that fails. The kernel makes its whole content for the first read, so
     * a read that does not fill the buffer is the last one. A machine has thousands of descriptors, and most of the time of a
     * search goes to system calls.
     */
    private static String description(Path descriptor) {
        byte[] buffer = new byte[DESCRIPTION_LENGTH];
        try (FileInputStream in = new FileInputStream(descriptor.toFile())) {
            int length = in.read(buffer);
            String text = length < 0 ? "" : new String(buffer, 0, length, US_ASCII);
            return length < buffer.length ? text : text + new String(in.readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String[] fields(String line) {
        return line.strip().split("\\s+");
    }

    /** Excludes locks of flock(2), which do not conflict with Rondo's. */
    private boolean matches(String[] fields) {
        if (fields.length != FIELDS || !fields[FILE].equals(file)
                || !fields[TYPE].equals(DESCRIPTION_LOCK) && !fields[TYPE].equals(POSIX_LOCK)) {
            return false;
        }
        long start = Long.parseLong(fields[START]);
        long length = fields[LAST].equals(TO_THE_END)
                ? LockedRange.TO_THE_END
                : Long.parseLong(fields[LAST]) - start + 1;
        return range.overlaps(new LockedRange(start, length));
    }
}
