package io.rondo.core.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The address of a Unix-domain socket: struct sockaddr_un of unix(7), an int16 family and then the path. */
public final class UnixAddress {
    /** The longest path in UTF-8: {@code sun_path} without its terminating zero. */
    public static final int MAX_PATH_BYTES = 107;

    static final int AF_UNIX = 1;
    private static final int PATH = Short.BYTES;

    private UnixAddress() {}

    /** Returns the length of a path in UTF-8, which must not exceed {@link #MAX_PATH_BYTES}. */
    public static int pathBytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Lays out an address. Its size is the length that the kernel expects with it.
     *
     * @param path of a file; a leading zero character stands for a name in the abstract name space
     * @throws IOException if the path is empty or too long
     */
    static MemorySegment of(Arena arena, String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MAX_PATH_BYTES) {
            throw new IOException("the socket path '" + path.replace('\0', '@') + "' has " + name.length
                    + " bytes: use a path of 1 to " + MAX_PATH_BYTES + " bytes");
        }
        // A path ends with a zero, an abstract name with the address.
        int end = name[0] == 0 ? 0 : 1;
        MemorySegment address = arena.allocate(PATH + name.length + end, Short.BYTES);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(name, 0, address, JAVA_BYTE, PATH, name.length);
        return address;
    }
}
