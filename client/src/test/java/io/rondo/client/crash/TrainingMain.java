package io.rondo.client.crash;

import io.rondo.client.Publisher;
import io.rondo.client.Requester;
import io.rondo.client.Responder;
import io.rondo.client.Rondo;
import io.rondo.client.RondoConfig;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.Transport;
import io.rondo.client.WorkSubscriber;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Loads the classes that child processes need, for a cache: {@code directory} of its files. Publishes and consumes in each
 * kind of channel and over a socket, calls a service, and runs the main classes of the tests that kill.
 */
final class TrainingMain {
    private static final String FEW = "20";
    private static final Duration LONG = Duration.ofSeconds(Watchdog.SECONDS);

    private TrainingMain() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (Rondo rondo = Rondo.connect()) {
            for (Kind kind : Kind.values()) {
                try (Subscriber in = Channels.subscriber(rondo, kind.name(), CrashChannel.options(kind));
                        Publisher out = Channels.publisher(rondo, kind.name(), CrashChannel.options(kind))) {
                    Messages.publish(out, 1, 2);
                    Messages.receive(in, Messages.IGNORE);
                }
            }
        }
        exchangeOverSocket();
        exchangeWork();
        callService();
        publish(directory, 1);
        CrashConsumerMain.main(new String[]{Kind.QUEUE.name(), directory.resolve("consumed").toString(), FEW,
            SlowConsumer.BLOCK.name()});
        Path consumed = directory.resolve("consumed-at-random");
        LongBuffer progress = RandomConsumerMain.map(consumed);
        // It consumes until this process ends.
        Task.start(() -> {
            RandomConsumerMain.main(new String[]{Kind.QUEUE.name(), consumed.toString()});
            return null;
        });
        publish(directory, 2);
        Watchdog.await("the last message", () -> RandomConsumerMain.handled(progress, 2) == Long.parseLong(FEW));
    }

    private static Rondo connect(Transport transport) {
        return Rondo.connect(
                RondoConfig.builder().directory(Path.of(System.getenv("RONDO_DIR"))).transport(transport).build());
    }

    private static void exchangeOverSocket() {
        try (Rondo owner = connect(Transport.AUTO);
                Rondo peer = connect(Transport.SOCKET);
                Subscriber in = owner.queue("socket").subscriber();
                Publisher out = peer.queue("socket").publisher()) {
            Messages.publish(out, 1, 2);
            Messages.receive(in, Messages.IGNORE);
        }
    }

    private static void exchangeWork() {
        try (Rondo rondo = Rondo.connect();
                WorkSubscriber in = rondo.workQueue("work").subscriber();
                Publisher out = rondo.workQueue("work").publisher()) {
            Messages.publish(out, 1, 2);
            in.receive(message -> in.nack(message.id(), Duration.ZERO), 1, LONG);
            in.receive(message -> in.ack(message.id()), 1, LONG);
        }
    }

    private static void callService() {
        try (Rondo rondo = Rondo.connect();
                Responder responder = rondo.service("service").responder();
                Requester requester = rondo.service("service").requester()) {
            requester.send(Messages.of(1), 0, Messages.LENGTH);
            responder.receive(request -> request.reply(request.buffer(), request.offset(), request.length()), 1, LONG);
            requester.receive(response -> {
                // Its content is of no interest.
            }, 1, LONG);
        }
    }

    private static void publish(Path directory, int producer) throws Exception {
        CrashPublisherMain.main(new String[]{Kind.QUEUE.name(), directory.resolve("published-" + producer).toString(),
            Integer.toString(producer), FEW, CrashPublisherMain.Habit.COMMITS.name()});
    }
}
