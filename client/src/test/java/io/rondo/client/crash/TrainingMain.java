package io.rondo.client.crash;

import io.rondo.client.Publisher;
import io.rondo.client.Rondo;
import io.rondo.client.SlowConsumer;
import io.rondo.client.Subscriber;
import io.rondo.client.process.Kind;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.LongBuffer;
import java.nio.file.Path;

/**
 * Loads the classes that child processes need, for a cache: {@code directory} of its files. Publishes and consumes in each
 * kind of channel, and runs the main classes of the tests that kill.
 */
final class TrainingMain {
    private static final String FEW = "20";

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

    private static void publish(Path directory, int producer) throws Exception {
        CrashPublisherMain.main(new String[]{Kind.QUEUE.name(), directory.resolve("published-" + producer).toString(),
            Integer.toString(producer), FEW, CrashPublisherMain.Habit.COMMITS.name()});
    }
}
