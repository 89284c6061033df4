package io.rondo.cli.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The size of a terminal, as {@code ioctl(TIOCGWINSZ)} reports it.
 *
 * @param columns characters per line, from 1
 * @param rows lines, from 1
 */
public record TerminalSize(int columns, int rows) {
    /** The number on x86_64 and aarch64. */
    private static final long TIOCGWINSZ = 0x5413;
    /** {@code struct winsize}: rows, columns, width and height in pixels, each an unsigned short. */
    private static final int LENGTH = 8;

    /** Returns the size of the terminal behind a descriptor; null if there is none, or native calls are not allowed. */
    public static TerminalSize of(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle ioctl = linker.downcallHandle(linker.defaultLookup().find("ioctl").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
            MemorySegment size = arena.allocate(LENGTH);
            int result = (int) ioctl.invokeExact(descriptor, TIOCGWINSZ, size);
            int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
            return result == 0 && rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : null;
        } catch (Throwable e) {
            // Without native access the size is unknown.
            return null;
        }
    }
}
