package io.rondo.core.os;

import static io.rondo.core.os.UnixAddress.AF_UNIX;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection to a Unix-domain stream socket over which the other side passes file descriptors ({@code SCM_RIGHTS},
 * unix(7)), which neither the JDK nor Netty can receive without loss. Received descriptors are closed on exec. All calls
 * together wait until one deadline. Confined to one thread.
 */
public final class DescriptorSocket implements AutoCloseable {
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_CTRUNC = 0x8;
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int ENOSYS = 38;
    private static final int ECONNREFUSED = 111;
    /** struct timeval: int64 seconds, int64 microseconds. */
    private static final int TIMEVAL_LENGTH = 16;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** struct msghdr: name, name length, vector, vector length, control, control length, flags. */
    private static final int MSGHDR_LENGTH = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int MSG_FLAGS = 48;
    /** struct iovec: address, length. */
    private static final int IOVEC_LENGTH = 16;
    /** struct cmsghdr: int64 length, int32 level, int32 type; then the data. Each begins at a multiple of 8. */
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;
    /** More descriptors than any frame has, so that surplus ones are noticed. */
    private static final int MAX_DESCRIPTORS = 8;
    private static final int CONTROL_LENGTH = CMSG_DATA + MAX_DESCRIPTORS * Integer.BYTES;

    private static final MethodHandle SOCKET = Libc.function("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle SOCKETPAIR = Libc.function("socketpair",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), Libc.capturesErrno());
    private static final MethodHandle CONNECT = Libc.function("connect",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle SETSOCKOPT = Libc.function("setsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle SENDMSG = Libc.function("sendmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle RECVMSG = Libc.function("recvmsg",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Path path;
    private final int fd;
    /** As {@link System#nanoTime()}. */
    private final long deadline;
    private final List<NativeFile> received = new ArrayList<>();
    private boolean closed;

    private DescriptorSocket(Path path, int fd, long deadline) {
        this.path = path;
        this.fd = fd;
        this.deadline = deadline;
    }

    /**
     * Connects.
     *
     * @param path of the listening socket, at most {@value UnixAddress#MAX_PATH_BYTES} bytes
     * @param timeout the longest wait of this call and of all later calls together
     * @return the connection
     * @throws ConnectException if no process listens there
     * @throws IOException if the kernel refuses, or the listener does not accept in time
     * @throws SegmentException {@code UNAVAILABLE} if a sandbox denies sockets
     */
    public static DescriptorSocket connect(Path path, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment address = UnixAddress.of(arena, path.toString());
            int fd = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                throw failure("create a socket", Libc.errno(state));
            }
            DescriptorSocket socket = new DescriptorSocket(path, fd, deadline);
            try {
                socket.connect(arena, state, address);
                return socket;
            } catch (Throwable e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private void connect(Arena arena, MemorySegment state, MemorySegment address) throws Throwable {
        String what = "connect to " + path;
        int errno = EINTR;
        while (errno == EINTR) {
            limitWait(arena, state, SO_SNDTIMEO, what);
            errno = (int) CONNECT.invokeExact(state, fd, address, (int) address.byteSize()) == 0
                    ? 0
                    : Libc.errno(state);
        }
        // The mode of the path may deny it, which is no property of this process.
        if (errno == EACCES || errno == EPERM) {
            throw new IOException("cannot " + what + ": " + Libc.describe(errno));
        }
        if (errno != 0) {
            throw failure(what, errno);
        }
    }

    /**
     * Connects two sockets of this process with each other.
     *
     * @param timeout the longest wait of all calls of one socket together
     * @return both ends
     */
    static List<DescriptorSocket> pair(Duration timeout) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment both = arena.allocate(JAVA_INT, 2);
            if ((int) SOCKETPAIR.invokeExact(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0) {
                throw failure("create a pair of sockets", Libc.errno(state));
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            Path origin = Path.of("a pair of sockets");
            return List.of(new DescriptorSocket(origin, both.getAtIndex(JAVA_INT, 0), deadline),
                    new DescriptorSocket(origin, both.getAtIndex(JAVA_INT, 1), deadline));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Passes a descriptor from one socket of this process to another. */
    public static Probe probe() {
        try {
            List<DescriptorSocket> sockets = pair(Duration.ofSeconds(1));
            try (DescriptorSocket from = sockets.get(0);
                    DescriptorSocket to = sockets.get(1);
                    NativeFile file = NativeFile.open(Path.of("/dev/null"), false)) {
                if (file == null) {
                    return new Probe(false, "there is no /dev/null to pass");
                }
                send(from.fd, new byte[1], List.of(file));
                to.receive(new byte[1], 0, 1);
                return to.descriptors() == 1
                        ? new Probe(true, "a descriptor was passed between two sockets")
                        : new Probe(false, "a descriptor that was sent did not arrive");
            }
        } catch (IOException | SegmentException e) {
            return new Probe(false, e.getMessage());
        }
    }

    /** Limits the next wait to the time that is left; throws if none is left. */
    private void limitWait(Arena arena, MemorySegment state, int option, String what) throws Throwable {
        long micros = TimeUnit.NANOSECONDS.toMicros(deadline - System.nanoTime());
        // Zero would be no limit.
        if (micros <= 0) {
            throw failure(what, EAGAIN);
        }
        MemorySegment timeval = arena.allocate(TIMEVAL_LENGTH, Long.BYTES);
        timeval.set(JAVA_LONG, 0, micros / MICROS_PER_SECOND);
        timeval.set(JAVA_LONG, Long.BYTES, micros % MICROS_PER_SECOND);
        if ((int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, timeval, TIMEVAL_LENGTH) != 0) {
            throw failure("limit the waits of a socket", Libc.errno(state));
        }
    }

    /** Returns the exception to throw; throws it for the refusal of a sandbox, which stays the same. */
    private static IOException failure(String what, int errno) {
        String message = "cannot " + what + ": ";
        return switch (errno) {
            case ENOENT, ECONNREFUSED -> new ConnectException(message + Libc.describe(errno));
            case EAGAIN -> new IOException(message + "the other side does not answer");
            case EPERM, EACCES, ENOSYS -> throw new SegmentException(Reason.UNAVAILABLE,
                    message + Libc.describe(errno) + ": allow it in the sandbox of this process");
            default -> new IOException(message + Libc.describe(errno));
        };
    }

    /** Returns the descriptor of this socket. */
    int fd() {
        return fd;
    }

    /**
     * Sends bytes. Never waits.
     *
     * @param bytes few enough for an empty socket buffer
     * @throws IOException if the kernel refuses, or takes a part only
     * @throws SegmentException {@code UNAVAILABLE} if a sandbox denies it
     */
    public void send(byte[] bytes) throws IOException {
        send(fd, bytes, List.of());
    }

    /**
     * Sends bytes together with descriptors over a connected socket. Never waits.
     *
     * @param socket descriptor of the socket
     * @param bytes at least 1, few enough for an empty socket buffer
     * @param files passed to the other side; they stay open here
     * @throws IOException if the kernel refuses, or takes a part only
     * @throws SegmentException {@code UNAVAILABLE} if a sandbox denies it
     */
    public static void send(int socket, byte[] bytes, List<NativeFile> files) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment message = message(arena, arena.allocateFrom(JAVA_BYTE, bytes),
                    files.isEmpty() ? MemorySegment.NULL : control(arena, files));
            long sent;
            do {
                sent = (long) SENDMSG.invokeExact(state, socket, message, MSG_DONTWAIT | MSG_NOSIGNAL);
            } while (sent < 0 && Libc.errno(state) == EINTR);
            if (sent < 0) {
                throw failure("send" + (files.isEmpty() ? "" : " file descriptors"), Libc.errno(state));
            }
            if (sent < bytes.length) {
                throw new IOException("the socket took " + sent + " of " + bytes.length + " bytes");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static MemorySegment control(Arena arena, List<NativeFile> files) {
        MemorySegment control = arena.allocate(CMSG_DATA + (long) files.size() * Integer.BYTES, Long.BYTES);
        control.set(JAVA_LONG, 0, control.byteSize());
        control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
        control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
        for (int i = 0; i < files.size(); i++) {
            control.set(JAVA_INT, CMSG_DATA + (long) i * Integer.BYTES, files.get(i).fd());
        }
        return control;
    }

    private static MemorySegment message(Arena arena, MemorySegment bytes, MemorySegment control) {
        MemorySegment vector = arena.allocate(IOVEC_LENGTH, Long.BYTES);
        vector.set(ADDRESS, 0, bytes);
        vector.set(JAVA_LONG, Long.BYTES, bytes.byteSize());
        MemorySegment message = arena.allocate(MSGHDR_LENGTH, Long.BYTES);
        message.set(ADDRESS, MSG_IOV, vector);
        message.set(JAVA_LONG, MSG_IOVLEN, 1);
        message.set(ADDRESS, MSG_CONTROL, control);
        message.set(JAVA_LONG, MSG_CONTROLLEN, control.byteSize());
        return message;
    }

    /**
     * Receives the bytes that are there, or waits for some, and keeps the descriptors that come with them.
     *
     * @param target takes the bytes
     * @param offset index of the first byte
     * @param length the most bytes, from 1
     * @return the number of bytes; 0 if the other side has closed
     * @throws IOException if none arrives in time, or the kernel refuses
     * @throws SegmentException {@code UNAVAILABLE} if descriptors are lost, or a sandbox denies the call; {@code CORRUPT}
     * if more descriptors arrive, in this call and those before, than any frame has
     */
    public int receive(byte[] target, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment bytes = arena.allocate(length);
            MemorySegment control = arena.allocate(CONTROL_LENGTH, Long.BYTES);
            MemorySegment message = message(arena, bytes, control);
            String what = "receive from " + path;
            long count;
            do {
                limitWait(arena, state, SO_RCVTIMEO, what);
                count = (long) RECVMSG.invokeExact(state, fd, message, MSG_CMSG_CLOEXEC);
            } while (count < 0 && Libc.errno(state) == EINTR);
            if (count < 0) {
                throw failure(what, Libc.errno(state));
            }
            keep(control, message.get(JAVA_LONG, MSG_CONTROLLEN));
            if (received.size() > MAX_DESCRIPTORS) {
                throw new SegmentException(Reason.CORRUPT, "more than " + MAX_DESCRIPTORS + " descriptors came from "
                        + path + ": use the same release on both sides");
            }
            if ((message.get(JAVA_INT, MSG_FLAGS) & MSG_CTRUNC) != 0) {
                throw new SegmentException(Reason.UNAVAILABLE, "descriptors from " + path + " were lost: this process"
                        + " may not open more files (ulimit -n), a security module denies it those files (SELinux,"
                        + " AppArmor), or there are more than " + MAX_DESCRIPTORS);
            }
            MemorySegment.copy(bytes, JAVA_BYTE, 0, target, offset, (int) count);
            return (int) count;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private void keep(MemorySegment control, long controlLength) {
        long at = 0;
        while (at + CMSG_DATA <= controlLength) {
            long length = control.get(JAVA_LONG, at);
            if (length < CMSG_DATA || at + length > controlLength) {
                return;
            }
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS) {
                for (long index = at + CMSG_DATA; index + Integer.BYTES <= at + length; index += Integer.BYTES) {
                    received.add(NativeFile.ofDescriptor(control.get(JAVA_INT, index), path));
                }
            }
            at += length + Long.BYTES - 1 & -Long.BYTES;
        }
    }

    /** Returns the number of descriptors that were received and not taken. */
    public int descriptors() {
        return received.size();
    }

    /** Returns the descriptors received so far, and gives them up: from now on the caller closes them. */
    public List<NativeFile> takeDescriptors() {
        List<NativeFile> taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    /** Closes the connection and the descriptors that were not taken. Idempotent. */
    @Override
    public void close() {
        received.forEach(NativeFile::close);
        received.clear();
        if (!closed) {
            closed = true;
            try {
                int ignored = (int) CLOSE.invokeExact(fd);
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
    }
}
