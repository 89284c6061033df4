package io.rondo.core.os;

import static io.rondo.core.os.UnixAddress.AF_UNIX;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** Sends datagrams to Unix-domain sockets, which the JDK cannot. */
public final class UnixDatagram {
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int EINTR = 4;

    private static final MethodHandle SOCKET = Libc.function("socket",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Libc.capturesErrno());
    private static final MethodHandle SENDTO = Libc.function("sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            Libc.capturesErrno());
    private static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private UnixDatagram() {}

    /**
     * Sends one datagram. Waits while the receiver's queue is full.
     *
     * @param address path of the socket; a leading {@code @} stands for a name in the abstract name space
     * @param text its content, in UTF-8
     * @throws IOException if the address is too long, or the kernel refuses
     */
    public static void send(String address, String text) throws IOException {
        String path = address.startsWith("@") ? "\0" + address.substring(1) : address;
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment target = UnixAddress.of(arena, path);
            MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, content);
            send(state, buffer, content.length, target, address);
        }
    }

    private static void send(MemorySegment state, MemorySegment buffer, long length, MemorySegment target,
            String address) throws IOException {
        try {
            int fd = (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                throw new IOException("cannot create a socket: " + Libc.describe(Libc.errno(state)));
            }
            try {
                long sent;
                do {
                    sent = (long) SENDTO.invokeExact(state, fd, buffer, length, MSG_NOSIGNAL, target,
                            (int) target.byteSize());
                } while (sent < 0 && Libc.errno(state) == EINTR);
                if (sent < 0) {
                    throw new IOException("cannot send to " + address + ": " + Libc.describe(Libc.errno(state)));
                }
            } finally {
                int ignored = (int) CLOSE.invokeExact(fd);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
