package io.rondo.cli.doctor;

import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Transport;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.socket.SocketProbe;
import io.rondo.core.SegmentException;
import io.rondo.core.layout.RingKind;
import io.rondo.core.layout.SegmentLayout;
import io.rondo.core.layout.SlotLayout;
import io.rondo.core.os.DescriptorSocket;
import io.rondo.core.os.FileStatus;
import io.rondo.core.os.Futex;
import io.rondo.core.os.Membarrier;
import io.rondo.core.os.MemoryLimit;
import io.rondo.core.os.Platform;
import io.rondo.core.os.Probe;
import io.rondo.core.os.SystemCalls;
import io.rondo.core.os.Volume;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.SegmentSpace;
import io.rondo.core.segment.SegmentSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks what Rondo needs of this machine. */
public final class Doctor {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    /** Fewer channels of the smallest default size than this are worth a warning. */
    private static final int FEW_CHANNELS = 8;

    private static final int LONGEST_NAME = 64;

    private static final long ROUNDED = 16L << 20;

    private final List<Check> checks = new ArrayList<>();
    /** Whether a permission is denied: sockets replace unavailable shared memory, never denied shared memory. */
    private boolean denied;

    private Doctor() {}

    /**
     * Runs all checks.
     *
     * @param config where channels live
     * @return the results; after a failure that prevents the other checks of shared memory, only those of sockets
     * follow
     */
    public static List<Check> examine(RondoConfig config) {
        Doctor doctor = new Doctor();
        doctor.machine();
        boolean maps = false;
        if (!doctor.hasFailed()) {
            doctor.kernel();
            maps = !doctor.hasFailed();
            doctor.checks.addAll(ContainerChecks.examine(config));
            doctor.directory(config);
        }
        boolean memory = !doctor.hasFailed();
        boolean sockets = doctor.sockets(config);
        if (maps && sockets) {
            doctor.descriptors(config);
        }
        doctor.transport(config, memory, maps, sockets);
        return doctor.checks;
    }

    private boolean hasFailed() {
        return checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
    }

    /** Returns whether sockets can be used. */
    private boolean sockets(RondoConfig config) {
        Probe directory = SocketProbe.directory(config);
        if (!directory.works()) {
            checks.add(Check.warn("sockets", directory.finding(), "processes without shared memory cannot connect",
                    "correct that, or set RONDO_SOCKET_DIR to a directory of your own"));
            return false;
        }
        int longest = SocketProbe.longestName(config);
        if (longest < LONGEST_NAME) {
            checks.add(Check.warn("sockets", directory.finding(),
                    "a socket's path has at most 107 bytes, so only channels "
                            + "with names of up to " + Math.max(longest, 0) + " characters can be connected to",
                    "set RONDO_SOCKET_DIR to a shorter directory"));
        } else {
            checks.add(Check.ok("sockets", directory.finding(), "owners of channels listen there"));
        }
        Probe epoll = SocketProbe.epoll();
        if (isWithoutEpoll(config)) {
            checks.add(
                    Check.ok("socket I/O",
                            epoll.works() ? "NIO" : "NIO, because epoll is not available: " + epoll.finding(),
                            "the JDK's selector; epoll is a little faster"));
        } else if (epoll.works()) {
            checks.add(Check.ok("socket I/O", epoll.finding(), "Netty's native library loads"));
        } else {
            checks.add(Check.warn("socket I/O", epoll.finding(), "RONDO_SOCKET_IO is epoll, which is not available",
                    "set it to auto or nio"));
            return false;
        }
        return longest > 0;
    }

    /** Whether a segment can be passed between containers that share only the directory of sockets. */
    private void descriptors(RondoConfig config) {
        String name = "descriptors";
        Probe probe = DescriptorSocket.probe();
        if (!probe.works()) {
            checks.add(Check.warn(name, probe.finding(),
                    "containers that share only a directory of sockets use sockets, or fail with shm-descriptor",
                    "allow sendmsg(2) and recvmsg(2) with SCM_RIGHTS in the sandbox"));
        } else if (isWithoutEpoll(config)) {
            checks.add(Check.warn(name, "sockets of the JDK cannot pass them",
                    "an owner cannot pass its segment to another container", "set RONDO_SOCKET_IO to auto or epoll"));
        } else {
            checks.add(Check.ok(name, probe.finding(), "an owner can pass its segment to another container"));
        }
    }

    private static boolean isWithoutEpoll(RondoConfig config) {
        return config.socketIo() == SocketIo.NIO
                || config.socketIo() == SocketIo.AUTO && !SocketProbe.epoll().works();
    }

    /** The transport that a process with these settings uses. */
    private void transport(RondoConfig config, boolean memory, boolean maps, boolean sockets) {
        Transport wanted = config.transport();
        String finding = wanted.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (wanted == Transport.SHM_DESCRIPTOR) {
            byDescriptor(finding, memory, maps && sockets);
        } else if (memory && wanted != Transport.SOCKET) {
            checks.add(Check.ok("transport", finding, wanted == Transport.AUTO && sockets
                    ? "shared memory is used, and sockets by processes that cannot map it"
                    : "shared memory is used"));
        } else if (sockets && (wanted == Transport.SOCKET || wanted == Transport.AUTO && !denied)) {
            checks.add(wanted == Transport.SOCKET
                    ? Check.ok("transport", finding, memory
                            ? "a socket is used to a channel's owner, which itself uses shared memory"
                            : "sockets are used alone")
                    : Check.warn("transport", finding, "sockets are used, because shared memory is unavailable",
                            "correct what failed, or set RONDO_TRANSPORT=socket to use sockets on purpose"));
        } else {
            checks.add(Check.fail("transport", finding, "no channel can be used", memory || !sockets || denied
                    ? "correct the failures above"
                    : "correct what failed, or set RONDO_TRANSPORT=auto"));
        }
    }

    /** An owner needs a directory of channels, and a peer only sockets and the system calls of shared memory. */
    private void byDescriptor(String finding, boolean memory, boolean peer) {
        if (memory && peer) {
            checks.add(
                    Check.ok("transport", finding, "an owner passes its segment over its socket, and a peer maps it"));
        } else if (peer) {
            checks.add(Check.warn("transport", finding,
                    "a peer can use the segment of an owner, and an owner cannot create one",
                    "correct the failures above in the process of an owner"));
        } else {
            checks.add(Check.fail("transport", finding, "no channel can be used", "correct the failures above"));
        }
    }

    private void machine() {
        checks.add(Check.ok("java", Runtime.version() + ", " + System.getProperty("java.vendor"),
                "Rondo needs 25 or later"));
        require("platform", Platform.probe(), "shared memory works on Linux x86_64 and aarch64", "run there");
        require("native access", Platform.probeNativeAccess(), "system calls need it",
                "start the JVM with --enable-native-access=ALL-UNNAMED");
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores > 1) {
            checks.add(Check.ok("cores", Integer.toString(cores), "producer and consumer run side by side"));
        } else {
            checks.add(Check.warn("cores", "1", "a spinning participant keeps the other side from running",
                    "add a core, or use the wait strategy park"));
        }
    }

    private void require(String name, Probe probe, String meaning, String remedy) {
        checks.add(probe.works()
                ? Check.ok(name, probe.finding(), meaning)
                : Check.fail(name, probe.finding(), meaning, remedy));
    }

    private void kernel() {
        require("futex", Futex.probe(), "waiting participants sleep in the kernel", "allow futex(2) in the sandbox");
        Probe membarrier = Membarrier.probe();
        checks.add(membarrier.works()
                ? Check.ok("membarrier", membarrier.finding(), "a message costs no fence")
                : Check.warn("membarrier", membarrier.finding(),
                        "new channels need a fence per message, and channels created with membarrier cannot be opened",
                        "allow membarrier(2) in the sandbox, or create shared channels with the fence on the waker's side"));
        expect("futex_waitv", SystemCalls.futexWaitv(), "one thread can sleep for many channels",
                "wait sets and virtual threads use one helper thread per channel",
                "allow futex_waitv(2) in the sandbox");
    }

    private void expect(String name, Probe probe, String meaning, String restriction, String remedy) {
        checks.add(probe.works()
                ? Check.ok(name, probe.finding(), meaning)
                : Check.warn(name, probe.finding(), restriction, remedy));
    }

    private void directory(RondoConfig config) {
        ChannelDirectory directory;
        String meaning = "channels cannot live there";
        try {
            directory = SharedMemory.store(config).directory();
            meaning = "no channel can be created there";
            directory.requireFiles();
        } catch (SegmentException e) {
            denied = e.reason() != SegmentException.Reason.UNAVAILABLE;
            checks.add(Check.fail("directory", e.getMessage(), meaning,
                    "correct that, or set RONDO_DIR to a directory of your own"));
            sharedMemory();
            return;
        }
        FileStatus status = FileStatus.of(directory.path());
        checks.add(status == null
                ? Check.ok("directory", directory.path() + " does not exist yet",
                        "the first channel creates it, with mode 0700")
                : Check.ok("directory",
                        directory.path() + " of uid " + Integer.toUnsignedString(status.uid()) + ", mode 0"
                                + Integer.toOctalString(status.permissions()),
                        "its mode decides which users can open channels"));
        require("file locks", directory.probeLocks(), "the kernel reports which participants are alive",
                "use a directory on a local file system such as tmpfs");
        expect("fallocate", directory.probeAllocation(), "a full file system is an error when a channel is created",
                "channels cannot be created in shared memory if a sandbox forbids it",
                "allow fallocate(2) in the sandbox, or use a directory on a tmpfs");
        int capacity = SegmentSpace.of(directory).defaultCapacity();
        long channel = length(capacity);
        space(directory.path(), directory.volume(), channel);
        if (directory.volume().isInMemory()) {
            checks.add(memory(MemoryLimit.current(), channel));
        }
        checks.add(Check.ok("capacity", (capacity >> 20) + " MiB", "a channel that is created here without --capacity"
                + " has this; it follows from the total size of the file system and the memory limit"));
        sharedMemory();
    }

    private static long length(int capacity) {
        return SegmentLayout.fileLength(RingKind.MPSC, capacity, SlotLayout.DEFAULT_SLOTS);
    }

    /** Checks the memory limit of this process's control group; null if it has none. Channels have a length in bytes. */
    static Check memory(MemoryLimit limit, long channel) {
        String name = "memory";
        if (limit == null) {
            return Check.ok(name, "no control group limits it", "channels may use all memory");
        }
        String finding = limit.file() + " allows " + amount(limit.bytes()) + ", " + amount(limit.free()) + " are free";
        return limit.free() < MemoryLimit.charged(channel)
                ? Check.fail(name, finding, "a channel of default size needs " + amount(channel),
                        "raise the limit, remove channels (rondo clean, rondo rm), or create smaller channels"
                                + " (--capacity)")
                : Check.ok(name, finding, "a channel larger than that is refused");
    }

    private void space(Path path, Volume volume, long channel) {
        String finding = path + ": " + describe(volume);
        if (volume.isLimited() && volume.free() < channel) {
            checks.add(Check.fail("space", finding,
                    "a channel of default size needs " + amount(channel) + ", and "
                            + kibibytes(volume.free()) + " are free",
                    volume.size() < channel
                            ? "enlarge the file system, set RONDO_DIR to a directory on another, or create smaller"
                                    + " channels (--capacity)"
                            : "remove channels (rondo clean, rondo rm), or enlarge the file system"));
        } else if (!volume.isInMemory()) {
            checks.add(Check.warn("space", finding, "the kernel writes messages to a disk from time to time",
                    "use a directory on a tmpfs"));
        } else {
            checks.add(Check.ok("space", finding, volume.isLimited()
                    ? volume.free() / channel + " more channels of default size fit"
                    : "memory limits the number of channels"));
        }
    }

    private void sharedMemory() {
        if (!Files.isDirectory(SHARED_MEMORY)) {
            checks.add(Check.warn("/dev/shm", "missing", "the default directory cannot be created",
                    "mount a tmpfs there, or set RONDO_DIR"));
            return;
        }
        Volume volume = Volume.of(SHARED_MEMORY);
        long channels = volume.size() / length(SegmentSpec.BASE_CAPACITY);
        if (volume.isLimited() && channels < FEW_CHANNELS) {
            checks.add(Check.warn("/dev/shm", describe(volume), channels + " channels of default size fit",
                    "enlarge it: docker run --shm-size, or mount -o remount,size="));
        } else {
            checks.add(
                    Check.ok("/dev/shm", describe(volume), "holds channels of up to 512 MiB each while there is room"));
        }
    }

    private static String describe(Volume volume) {
        return volume.isLimited()
                ? volume.type() + " of " + amount(volume.size()) + ", " + amount(volume.size() - volume.free())
                        + " used"
                : volume.type() + " without a limit of its size";
    }

    /** In KiB below 16 MiB, otherwise in MiB. */
    private static String amount(long bytes) {
        return bytes < ROUNDED ? kibibytes(bytes) : (bytes >> 20) + " MiB";
    }

    private static String kibibytes(long bytes) {
        return (bytes >> 10) + " KiB";
    }
}
