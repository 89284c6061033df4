package io.rondo.broker.bridge;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.rondo.broker.bridge.aeron.AeronStream;
import io.rondo.broker.bridge.aeron.BridgeDriver;
import io.rondo.broker.bridge.envelope.EnvelopeWriter;
import io.rondo.broker.status.BridgeDirection;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.broker.topic.NamePattern;
import io.rondo.client.RondoConfig;
import io.rondo.client.connect.ChannelRondo;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.shm.SharedMemory;
import io.rondo.client.support.SharedMemoryDirectory;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two directories of channels, as on two hosts, and a media driver over which their bridges meet. */
abstract class BridgeFixture {
    static final String IPC = "aeron:ipc?term-length=64k";
    static final String TOPIC = "prices";
    static final int STREAM = 7;

    @TempDir(factory = SharedMemoryDirectory.class)
    private Path here;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path there;
    @TempDir(factory = SharedMemoryDirectory.class)
    private Path temporary;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Host source;
    private Host target;
    private MediaDriver driver;

    /** What a bridge tells. */
    static final class Notices implements BridgeListener {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void onOpen(String description) {
            all.add("open: " + description);
        }

        @Override
        public void onConnected() {
            all.add("connected");
        }

        @Override
        public void onWaiting() {
            all.add("waiting");
        }

        @Override
        public void onFailure(String reason) {
            all.add("failed: " + reason);
        }

        @Override
        public void onLoss(String reason) {
            all.add("loss: " + reason);
        }

        @Override
        public void onRepair() {
            all.add("repair");
        }

        @Override
        public void onDropped(String reason) {
            all.add("dropped: " + reason);
        }

        @Override
        public void onDriverError(String error) {
            all.add(error);
        }

        List<String> all() {
            return all;
        }

        void await(String text) {
            Watchdog.await(text, () -> all.stream().anyMatch(line -> line.contains(text)));
        }
    }

    /** A directory of channels with its bridges. */
    final class Host {
        private final Path directory;
        private final ChannelRondo rondo;
        private final BridgeEnvironment environment;
        private final Notices notices = new Notices();

        Host(Path directory, BridgeDriver driver, SequencedLinks sequenced) {
            this.directory = directory;
            rondo = opened(ChannelRondo.open(RondoConfig.builder().directory(directory).build()));
            environment = opened(new BridgeEnvironment(directory, driver, sequenced));
        }

        ChannelRondo rondo() {
            return rondo;
        }

        long origin() {
            return environment.origin();
        }

        Notices notices() {
            return notices;
        }

        LocalChannels channels() {
            return new LocalChannels(rondo,
                    SharedMemory.open(RondoConfig.builder().directory(directory).build()),
                    ChannelSettings.DEFAULTS);
        }

        Path directory() {
            return directory;
        }

        Path file(String channel) {
            return directory.resolve(channel + ".ring");
        }

        /** Removes a channel that is in use. */
        void remove(String channel) throws IOException {
            Files.delete(file(channel));
        }

        Bridge bridge(BridgeDirection direction, String channel, boolean queue, String uri) {
            return bridge(new BridgeSettings(direction.name(), direction, new NamePattern(channel), queue,
                    new AeronStream(uri, STREAM)));
        }

        Bridge bridge(BridgeSettings settings) {
            return start(settings, true);
        }

        Bridge start(BridgeSettings settings, boolean required) {
            return start(settings, channels(), required);
        }

        Bridge start(BridgeSettings settings, LocalChannels channels, boolean required) {
            Bridge bridge = opened(new Bridge(settings, channels, environment, notices));
            bridge.start(required);
            return bridge;
        }

        Bridge send(String channel) {
            return bridge(BridgeDirection.SEND, channel, false, IPC);
        }

        Bridge receive(String channel) {
            return bridge(BridgeDirection.RECEIVE, channel, false, IPC);
        }
    }

    @BeforeEach
    final void start() {
        driver = launch();
        source = new Host(here, BridgeDriver.running(aeronDirectory()), SequencedLinks.NONE);
        target = new Host(there, BridgeDriver.running(aeronDirectory()), SequencedLinks.NONE);
    }

    @AfterEach
    final void end() {
        CloseHelper.closeAll(open.reversed());
        driver.close();
    }

    final <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    final Host source() {
        return source;
    }

    final Host target() {
        return target;
    }

    /** Another process with the same directory of channels. */
    final Host sameDirectory(Host host) {
        return sameDirectory(host, SequencedLinks.NONE);
    }

    final Host sameDirectory(Host host, SequencedLinks sequenced) {
        return new Host(host.directory, BridgeDriver.running(aeronDirectory()), sequenced);
    }

    static BridgeSettings sender(String channel, int stream) {
        return new BridgeSettings("send " + channel, BridgeDirection.SEND, new NamePattern(channel), false,
                new AeronStream(IPC, stream));
    }

    static BridgeSettings receiver(String channel, int stream) {
        return new BridgeSettings("receive " + channel, BridgeDirection.RECEIVE, new NamePattern(channel), false,
                new AeronStream(IPC, stream));
    }

    final Path aeronDirectory() {
        return temporary.resolve("aeron");
    }

    final MediaDriver driver() {
        return driver;
    }

    final MediaDriver launch() {
        driver = MediaDriver.launch(new MediaDriver.Context().aeronDirectoryName(aeronDirectory().toString())
                .threadingMode(ThreadingMode.SHARED).dirDeleteOnStart(true).dirDeleteOnShutdown(true)
                .warnIfDirectoryExists(false));
        return driver;
    }

    /** A publication that may send anything. */
    final ExclusivePublication publication() {
        Aeron aeron = opened(
                Aeron.connect(new Aeron.Context().aeronDirectoryName(aeronDirectory().toString())));
        ExclusivePublication publication = aeron.addExclusivePublication(IPC, STREAM);
        Watchdog.await("a receiver", publication::isConnected);
        return publication;
    }

    static void offer(ExclusivePublication publication, byte[] message) {
        Watchdog.await("room", () -> publication.offer(new UnsafeBuffer(message)) > 0);
    }

    /** An envelope with numbers as messages. */
    static byte[] envelope(long origin, long epoch, String channel, long firstSequence, long... numbers) {
        EnvelopeWriter writer = new EnvelopeWriter(channel, 1376);
        long sequence = firstSequence;
        for (long number : numbers) {
            UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
            message.putLong(0, number);
            writer.add(origin, epoch, sequence++, message, 0, Long.BYTES);
        }
        byte[] bytes = new byte[writer.complete()];
        writer.buffer().getBytes(0, bytes);
        return bytes;
    }

    static void await(Bridge bridge, ToLongFunction<BridgeStatus> count, long number) {
        Watchdog.await(number + " in " + bridge.status(), () -> count.applyAsLong(bridge.status()) >= number);
    }
}
