package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.rondo.core.foreign.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Set;
import java.util.TreeSet;

/**
 * The process at the other end of a Unix-domain socket, as of its connect(2).
 *
 * @param pid as seen by this process; 0 if it is in a namespace that this one does not see
 * @param uid effective user
 * @param gids effective group and supplementary groups
 */
public record PeerCredentials(int pid, int uid, Set<Integer> gids) {
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    /** Since Linux 4.13. */
    private static final int SO_PEERGROUPS = 59;
    private static final int ENOPROTOOPT = 92;
    private static final int MAX_GROUPS = 65_536;
    private static final int UCRED_INTS = 3;

    private static final MethodHandle GETSOCKOPT = Libc.function("getsockopt",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Libc.capturesErrno());

    /** Copies the groups. */
    public PeerCredentials {
        gids = Set.copyOf(gids);
    }

    /**
     * Asks the kernel.
     *
     * @param fd of a connected stream socket
     * @return the credentials
     * @throws IOException if the kernel refuses
     */
    public static PeerCredentials of(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment length = arena.allocate(JAVA_INT);
            MemorySegment ucred = arena.allocate(JAVA_INT, UCRED_INTS);
            int errno = ask(state, fd, SO_PEERCRED, ucred, length);
            if (errno != 0) {
                throw new IOException("cannot read the credentials of the peer: " + Libc.describe(errno));
            }
            Set<Integer> gids = new TreeSet<>();
            gids.add(ucred.getAtIndex(JAVA_INT, 2));
            MemorySegment groups = arena.allocate(JAVA_INT, MAX_GROUPS);
            errno = ask(state, fd, SO_PEERGROUPS, groups, length);
            if (errno == 0) {
                for (int i = 0; i < length.get(JAVA_INT, 0) / Integer.BYTES; i++) {
                    gids.add(groups.getAtIndex(JAVA_INT, i));
                }
            } else if (errno != ENOPROTOOPT) {
                throw new IOException("cannot read the groups of the peer: " + Libc.describe(errno));
            }
            return new PeerCredentials(ucred.getAtIndex(JAVA_INT, 0), ucred.getAtIndex(JAVA_INT, 1), gids);
        }
    }

    /** Returns the error number; 0 for success. */
    private static int ask(MemorySegment state, int fd, int option, MemorySegment value, MemorySegment length) {
        length.set(JAVA_INT, 0, (int) value.byteSize());
        try {
            int result = (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, option, value, length);
            return result == 0 ? 0 : Libc.errno(state);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
