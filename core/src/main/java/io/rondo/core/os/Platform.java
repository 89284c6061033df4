package io.rondo.core.os;

import io.rondo.core.UnavailableException;
import io.rondo.core.memory.Libc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What this process runs on. The other classes of this package may be used once {@link #require()} has returned. */
public enum Platform {
    /** Linux on x86_64. */
    LINUX_X86_64(202, 324, 332, 0400000),
    /** Linux on aarch64. */
    LINUX_AARCH64(98, 283, 291, 0100000);

    private final int futexNumber;
    private final int membarrierNumber;
    private final int statxNumber;
    private final int noFollowFlag;

    Platform(int futexNumber, int membarrierNumber, int statxNumber, int noFollowFlag) {
        this.futexNumber = futexNumber;
        this.membarrierNumber = membarrierNumber;
        this.statxNumber = statxNumber;
        this.noFollowFlag = noFollowFlag;
    }

    /**
     * The platform of this process, checked to allow native calls.
     *
     * @return the platform
     * @throws UnavailableException if shared memory cannot be used here; the message says why and what to do
     */
    public static Platform require() {
        Platform platform = of(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            User.effectiveUid();
        } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new UnavailableException("native access is denied to this JVM, so shared memory is out of reach: "
                    + "start it with --enable-native-access=ALL-UNNAMED", e);
        }
        return platform;
    }

    /**
     * Says whether shared memory works on this operating system and processor.
     *
     * @return the answer
     */
    public static Probe probe() {
        try {
            of(System.getProperty("os.name"), System.getProperty("os.arch"));
            return new Probe(true, System.getProperty("os.name") + " " + System.getProperty("os.version") + " on "
                    + System.getProperty("os.arch"));
        } catch (UnavailableException e) {
            return new Probe(false, e.getMessage());
        }
    }

    /**
     * Makes a native call.
     *
     * @return whether this JVM allows it
     */
    public static Probe probeNativeAccess() {
        try {
            return new Probe(true, "acting as uid " + Integer.toUnsignedString(User.effectiveUid()));
        } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
            return new Probe(false, "native access is denied to this JVM");
        }
    }

    /**
     * Finds a platform by the names Java gives it.
     *
     * @param os value of {@code os.name}
     * @param arch value of {@code os.arch}
     * @return the platform
     * @throws UnavailableException if it is not supported
     */
    static Platform of(String os, String arch) {
        if ("Linux".equals(os) && "amd64".equals(arch)) {
            return LINUX_X86_64;
        }
        if ("Linux".equals(os) && "aarch64".equals(arch)) {
            return LINUX_AARCH64;
        }
        throw new UnavailableException("shared memory works on Linux x86_64 and aarch64, not on " + os + " " + arch
                + ": run there");
    }

    static Platform current() {
        return Current.PLATFORM;
    }

    int futexNumber() {
        return futexNumber;
    }

    int membarrierNumber() {
        return membarrierNumber;
    }

    int statxNumber() {
        return statxNumber;
    }

    int noFollowFlag() {
        return noFollowFlag;
    }

    /**
     * The size of a page ({@code getpagesize(2)}).
     *
     * @return bytes
     */
    public static int pageSize() {
        return Page.SIZE;
    }

    private static final class Page {
        static final int SIZE = ask();

        private static int ask() {
            MethodHandle handle = Libc.function("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));
            try {
                return (int) handle.invokeExact();
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
    }

    private static final class Current {
        static final Platform PLATFORM = of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The user this process acts as. */
    public static final class User {
        private static final MethodHandle GETEUID = Libc.function("geteuid",
                FunctionDescriptor.of(ValueLayout.JAVA_INT));

        private User() {}

        /**
         * The effective uid ({@code geteuid(2)}).
         *
         * @return the uid
         */
        public static int effectiveUid() {
            try {
                return (int) GETEUID.invokeExact();
            } catch (Throwable e) {
                throw Libc.unexpected(e);
            }
        }
    }
}
