package io.rondo.core.os;

import static io.rondo.core.os.UnixAddress.AF_UNIX;

import io.rondo.core.foreign.CFunction;
import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A Unix-domain stream socket (unix(7)) with a descriptor that another library can take over. The JDK keeps those of its
 * sockets to itself. It does not block, and is closed on exec. Thread-safe.
 */
public final class UnixSocket implements AutoCloseable {
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 04000;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_PEEK = 0x2;
    private static final int EAGAIN = 11;
    private static final int NONE = -1;

    private static final CFunction SOCKET = CFunction.of("socket");
    private static final CFunction BIND = CFunction.of("bind");
    private static final CFunction LISTEN = CFunction.of("listen");
    private static final CFunction ACCEPT = CFunction.of("accept4");
    private static final CFunction RECEIVE = CFunction.of("recv");
    private static final CFunction CLOSE = CFunction.of("close");

    /** {@link #NONE} once it was taken or closed. Guarded by this. */
    private int descriptor;

    private UnixSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Binds a socket and listens.
     *
     * @param path of a file that does not exist, at most {@value UnixAddress#MAX_PATH_BYTES} bytes
     * @param backlog number of connections that wait to be accepted
     * @return the socket
     * @throws IOException if the path is too long, or the kernel refuses; the message has its reason
     */
    public static UnixSocket listen(Path path, int backlog) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment address = UnixAddress.of(arena, path.toString());
            UnixSocket socket = new UnixSocket(require("socket",
                    SOCKET.call(state, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), state));
            try {
                require("bind " + path, BIND.call(state, socket.descriptor, address.address(), address.byteSize()),
                        state);
                require("listen " + path, LISTEN.call(state, socket.descriptor, backlog, 0), state);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    private static int require(String function, long result, MemorySegment state) throws IOException {
        if ((int) result < 0) {
            throw new IOException(function + ": " + Libc.describe(Libc.errno(state)));
        }
        return (int) result;
    }

    /**
     * Accepts a connection.
     *
     * @return null if none waits
     * @throws IOException if the kernel refuses: this process has no free descriptor
     */
    public synchronized UnixSocket accept() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            long accepted = ACCEPT.call(state, descriptor, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC, 0, 0);
            return (int) accepted < 0 && Libc.errno(state) == EAGAIN
                    ? null
                    : new UnixSocket(require("accept", accepted, state));
        }
    }

    /** What a connection has to read. */
    public enum Content {
        /** Nothing yet. */
        NONE,
        /** At least one byte. */
        SOME,
        /** Nothing any more: the peer has closed it. */
        END
    }

    /** Returns what this connection has to read. */
    public synchronized Content content() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            int read = (int) RECEIVE.call(state, descriptor, arena.allocate(1).address(), 1, MSG_PEEK, 0, 0);
            if (read > 0) {
                return Content.SOME;
            }
            return read < 0 && Libc.errno(state) == EAGAIN ? Content.NONE : Content.END;
        }
    }

    /** Returns the descriptor; a negative one, which poll(2) ignores, once it was taken or this was closed. */
    public synchronized int descriptor() {
        return descriptor;
    }

    /**
     * Passes the descriptor to the caller, which closes it.
     *
     * @throws IllegalStateException if it was taken, or this was closed
     */
    public synchronized int take() {
        if (descriptor == NONE) {
            throw new IllegalStateException("the socket has no descriptor any more");
        }
        int taken = descriptor;
        descriptor = NONE;
        return taken;
    }

    /** Closes the socket unless its descriptor was taken. Its file stays. Idempotent. */
    @Override
    public synchronized void close() {
        if (descriptor != NONE) {
            CLOSE.call(descriptor, 0, 0);
            descriptor = NONE;
        }
    }
}
