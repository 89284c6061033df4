package io.rondo.client.process;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers each message of {@code ping} in {@code pong}, asleep in between: {@code kind count [transport [watch]]}. With
 * {@code watch} it prints {@link #ON_SOCKETS} when it has slept on its sockets.
 */
final class EchoMain {
    static final String ON_SOCKETS = "asleep on its sockets";
    private static final String PPOLL = "aarch64".equals(System.getProperty("os.arch")) ? "73 " : "271 ";

    /** Shorter than a sleep. */
    private static final long LOOK_NANOS = 50_000;

    private EchoMain() {}

    public static void main(String[] arguments) throws IOException {
        Kind kind = Kind.valueOf(arguments[0]);
        ChannelSettings settings = kind.options().waitStrategy(WaitStrategy.park())
                .transport(arguments.length > 2 ? Transport.valueOf(arguments[2]) : Transport.SHM);
        try (Rondo rondo = Rondo.connect();
                Subscriber in = Channels.subscriber(rondo, "ping", settings);
                Publisher out = Channels.publisher(rondo, "pong", settings)) {
            awaitConsumer(out);
            System.out.println("ready");
            if (arguments.length > 3) {
                Path thread = Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")));
                Thread.ofPlatform().daemon().start(() -> awaitPpoll(thread.resolve("syscall")));
            }
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                if (in.receive((buffer, offset, length) -> out.publish(buffer, offset, length), 1,
                        Duration.ofSeconds(20)) == 0) {
                    throw new AssertionError("nothing came: " + i);
                }
            }
        }
        System.out.println("done");
    }

    /** The file holds the number of the system call in which a thread sleeps. */
    private static void awaitPpoll(Path syscall) {
        try {
            while (!Files.readString(syscall).startsWith(PPOLL)) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            System.out.println(ON_SOCKETS);
        } catch (IOException e) {
            // The thread has ended.
        }
    }

    /** A topic's message reaches the consumers that have joined before. */
    static void awaitConsumer(Publisher publisher) {
        Watchdog.await("a consumer", () -> publisher.consumers() > 0);
    }
}
