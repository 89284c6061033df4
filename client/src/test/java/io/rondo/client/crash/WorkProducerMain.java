package io.rondo.client.crash;

import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.LongBuffer;
import java.nio.file.Path;

/** Publishes to a work queue without end: {@code directory progress habit}. */
final class WorkProducerMain {
    private WorkProducerMain() {}

    public static void main(String[] arguments) throws Exception {
        Orphan.endWithInput();
        LongBuffer progress = io.rondo.client.process.StepConsumerMain.map(Path.of(arguments[1]));
        CrashPublisherMain.Habit habit = CrashPublisherMain.Habit.valueOf(arguments[2]);
        ChannelStore store = new ChannelStore(ChannelDirectory.of(Path.of(arguments[0]), null));
        try (WorkProducer producer = new WorkProducer(store)) {
            for (long number = 1;; number++) {
                switch (habit) {
                    case COMMITS -> producer.publish(number);
                    case COMMITS_SHORT -> producer.publishShort(number);
                    case ABORTS -> {
                        producer.abort(number);
                        producer.publish(number);
                    }
                }
                progress.put(0, number);
            }
        }
    }
}
