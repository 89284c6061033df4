package io.rondo.client.socket.owner;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SocketIo;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.settings.ChannelKind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.socket.SocketTransport;
import io.rondo.client.socket.connection.Connection;
import io.rondo.client.socket.files.BindPrecondition;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Owns a channel, reads it until its standard input ends, and prints on request the resources that it holds: session
 * objects on the heap, descriptors, participants, segment mappings, megabytes of address space.
 */
public final class OwnerMain {
    private static final List<String> COUNTED = List.of(AcceptedSession.class.getName(), Connection.class.getName(),
            QueueReceiver.class.getName(), TopicSender.class.getName(), SegmentSink.class.getName(),
            SegmentSource.class.getName());

    private OwnerMain() {}

    /**
     * Arguments: queue, topic or private-queue; the channel; optionally the socket family and the number of
     * connections.
     */
    public static void main(String[] arguments) throws Exception {
        RondoConfig.Builder config = RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR")))
                .transport(Transport.AUTO);
        if (arguments.length > 2) {
            config.socketIo(SocketIo.valueOf(arguments[2]));
        }
        String channel = arguments[1];
        if (arguments[0].equals("private-queue")) {
            try (Subscriber in = new SocketTransport(Path.of(System.getenv("RONDO_DIR")), config.build())
                    .ownQueue(channel, ChannelSettings.DEFAULTS, BindPrecondition.NONE)) {
                serve(in, null);
            }
            return;
        }
        ChannelKind kind = ChannelKind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        ChannelSettings options = ChannelSettings.DEFAULTS.kind(kind).capacity(1 << 20).linger(Duration.ofMillis(100));
        try (Rondo rondo = Rondo.connect(config.build())) {
            if (kind == ChannelKind.QUEUE) {
                serve(Channels.subscriber(rondo, channel, options), null);
            } else {
                serve(null, Channels.publisher(rondo, channel, options));
            }
        }
    }

    private static void serve(Subscriber in, Publisher out) throws IOException, JMException {
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            while (in != null) {
                in.receive(Messages.IGNORE, 1000, Duration.ofSeconds(1));
            }
        });
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        long number = 0;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.equals("publish")) {
                number++;
                Messages.publish(out, number);
                System.out.println(number);
            } else {
                System.out.println(state(in, out));
            }
        }
        reader.interrupt();
    }

    private static String state(Subscriber in, Publisher out) throws IOException, JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[]{new String[0]}, new String[]{String[].class.getName()});
        long objects = histogram.lines().map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 3 && COUNTED.contains(words[3]))
                .mapToLong(words -> Long.parseLong(words[1])).sum();
        int participants = in == null ? out.consumers() : in.producers();
        return objects + " " + descriptors() + " " + participants + " " + segmentMappings() + " " + addressSpace();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long segmentMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(".ring")).count();
        }
    }

    /** Megabytes of address space in use, including retired mappings. */
    private static long addressSpace() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String size = lines.filter(line -> line.startsWith("VmSize:")).findFirst().orElseThrow();
            return Long.parseLong(size.replaceAll("[^0-9]", "")) / 1024;
        }
    }
}
