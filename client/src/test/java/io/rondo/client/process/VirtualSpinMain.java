package io.rondo.client.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WaitStrategy;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/**
 * Virtual subscribers wait for a message of a virtual publisher, which starts after them: {@code transport strategy
 * subscribers}. The publisher fills the channel and waits for them in turn.
 */
final class VirtualSpinMain {
    /** More than the channel holds. */
    private static final int MESSAGES = 1_000;

    private VirtualSpinMain() {}

    public static void main(String[] arguments) throws Exception {
        WaitStrategy strategy = arguments[1].equals("busy-spin")
                ? WaitStrategy.busySpin()
                : WaitStrategy.spinThenPark();
        int count = Integer.parseInt(arguments[2]);
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(ChannelKind.TOPIC).capacity(4096)
                .waitStrategy(strategy);
        RondoConfig config = RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR")))
                .transport(Transport.valueOf(arguments[0])).build();
        try (Rondo rondo = Rondo.connect(config)) {
            Publisher out = Channels.publisher(rondo, Kind.CHANNEL, options);
            CountDownLatch started = new CountDownLatch(count);
            AtomicIntegerArray progress = new AtomicIntegerArray(count);
            dumpIfStalled(() -> "published " + out.confirmed() + ", received " + progress);
            List<Task<Integer>> receivers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Subscriber in = Channels.subscriber(rondo, Kind.CHANNEL, options);
                int index = i;
                receivers.add(Task.startVirtual(() -> {
                    started.countDown();
                    int taken = 0;
                    int last = 1;
                    while (taken < MESSAGES && last > 0) {
                        last = in.receive(Messages.IGNORE, 10, Duration.ofSeconds(Watchdog.SECONDS / 2));
                        taken += last;
                        progress.set(index, taken);
                    }
                    return taken;
                }));
            }
            Watchdog.await(count + " consumers", () -> out.consumers() == count);
            // With more subscribers than carriers, some start only when others let go of theirs.
            if (!started.await(Watchdog.SECONDS / 3, TimeUnit.SECONDS)) {
                System.out.println("not started " + started.getCount());
            }
            Task<Void> publisher = Task.startVirtual(() -> {
                for (long i = 1; i <= MESSAGES; i++) {
                    Messages.publish(out, i);
                }
                return null;
            });
            for (Task<Integer> receiver : receivers) {
                System.out.println("received " + receiver.join());
            }
            publisher.join();
        }
        System.out.println("done");
    }

    /** Prints the progress and all threads shortly before the parent process gives up. */
    private static void dumpIfStalled(Supplier<String> progress) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                TimeUnit.SECONDS.sleep(Watchdog.SECONDS * 3 / 4);
                Path dump = Files.createTempDirectory("rondo-stalled").resolve("threads");
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(dump.toString(),
                        HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
                System.out.println("stalled: " + progress.get() + "\n" + Files.readString(dump));
                Files.delete(dump);
                Files.delete(dump.getParent());
            } catch (IOException | InterruptedException e) {
                e.printStackTrace();
            }
        });
    }
}
