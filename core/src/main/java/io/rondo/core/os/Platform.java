package io.rondo.core.os;

import io.rondo.core.SegmentException;
import io.rondo.core.SegmentException.Reason;
import io.rondo.core.foreign.CFunction;

/**
 * The platform of this process. The other classes of this package may be used after {@link #require()} has returned.
 */
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
     * Returns the platform of this process, after a check that native calls are allowed.
     *
     * @return the platform
     * @throws SegmentException {@code UNAVAILABLE} if shared memory cannot be used here; the message says why and names
     * the remedy
     */
    public static Platform require() {
        Platform platform = of(System.getProperty("os.name"), System.getProperty("os.arch"));
        try {
            User.effectiveUid();
        } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new SegmentException(Reason.UNAVAILABLE,
                    "native access is denied to this JVM, so shared memory is out of reach: "
                            + "start it with --enable-native-access=" + callerOfNativeCode(),
                    e);
        }
        return platform;
    }

    /** Returns the module of this class as the JVM option names it. */
    private static String callerOfNativeCode() {
        Module module = Platform.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    /** Checks whether shared memory works on this operating system and processor. */
    public static Probe probe() {
        try {
            of(System.getProperty("os.name"), System.getProperty("os.arch"));
            return new Probe(true, System.getProperty("os.name") + " " + System.getProperty("os.version") + " on "
                    + System.getProperty("os.arch"));
        } catch (SegmentException e) {
            e.rethrowUnless(Reason.UNAVAILABLE);
            return new Probe(false, e.getMessage());
        }
    }

    /** Checks whether this JVM allows native calls. */
    public static Probe probeNativeAccess() {
        try {
            return new Probe(true, "acting as uid " + Integer.toUnsignedString(User.effectiveUid()));
        } catch (IllegalCallerException | ExceptionInInitializerError | NoClassDefFoundError e) {
            return new Probe(false, "native access is denied to this JVM");
        }
    }

    /**
     * Returns the platform with the given system properties.
     *
     * @param os value of {@code os.name}
     * @param arch value of {@code os.arch}
     * @return the platform
     * @throws SegmentException {@code UNAVAILABLE} if it is not supported
     */
    static Platform of(String os, String arch) {
        if ("Linux".equals(os) && "amd64".equals(arch)) {
            return LINUX_X86_64;
        }
        if ("Linux".equals(os) && "aarch64".equals(arch)) {
            return LINUX_AARCH64;
        }
        throw new SegmentException(Reason.UNAVAILABLE,
                "shared memory works on Linux x86_64 and aarch64, not on " + os + " " + arch
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

    /** Returns the size of a page ({@code getpagesize(2)}) in bytes. */
    public static int pageSize() {
        return Page.SIZE;
    }

    private static final class Page {
        static final int SIZE = ask();

        private static int ask() {
            return (int) CFunction.of("getpagesize").call(0, 0, 0);
        }
    }

    private static final class Current {
        static final Platform PLATFORM = of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The user of this process. */
    public static final class User {
        private static final CFunction GETEUID = CFunction.of("geteuid");

        private User() {}

        /** Returns the effective uid ({@code geteuid(2)}). */
        public static int effectiveUid() {
            return (int) GETEUID.call(0, 0, 0);
        }
    }
}
