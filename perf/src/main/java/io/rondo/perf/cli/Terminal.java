package io.rondo.perf.cli;

import io.rondo.perf.report.TextStyle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A terminal behind a file descriptor of this process. The environment variables {@code COLUMNS}, {@code NO_COLOR}
 * (no-color.org) and {@code TERM} are honoured.
 *
 * @param isTerminal whether the descriptor is a terminal
 * @param columns its width; 0 if it is not known
 */
record Terminal(boolean isTerminal, int columns) {
    static final int OUT = 1;
    static final int ERR = 2;

    private static final int LEAST_COLUMNS = 20;
    /** The number of the call on Linux, x86-64 and aarch64 (ioctl_tty(2)). */
    private static final long TIOCGWINSZ = 0x5413;

    /** The terminal behind a file descriptor. */
    static Terminal of(int fd) {
        boolean isTerminal = isTerminal(fd);
        return of(System.getenv(), isTerminal, isTerminal ? size(fd) : 0);
    }

    /** {@code COLUMNS} has priority over the size of the terminal. */
    static Terminal of(Map<String, String> environment, boolean isTerminal, int size) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return new Terminal(isTerminal, columns.matches("[1-9]\\d{0,5}") ? Integer.parseInt(columns) : size);
    }

    /** Lines as wide as the terminal, and colours where they are wanted. */
    TextStyle style(Map<String, String> environment) {
        boolean colours = isTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new TextStyle(columns == 0 ? Integer.MAX_VALUE : Math.max(LEAST_COLUMNS, columns), colours);
    }

    private static boolean isTerminal(int fd) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Columns of the terminal; 0 if they are not known. */
    private static int size(int fd) {
        Linker linker = Linker.nativeLinker();
        MethodHandle ioctl = linker.downcallHandle(linker.defaultLookup().findOrThrow("ioctl"), FunctionDescriptor
                .of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(ValueLayout.JAVA_SHORT, 4); // rows, columns, pixels
            int result = (int) ioctl.invokeExact(fd, TIOCGWINSZ, winsize);
            return result == 0 ? Short.toUnsignedInt(winsize.getAtIndex(ValueLayout.JAVA_SHORT, 1)) : 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
