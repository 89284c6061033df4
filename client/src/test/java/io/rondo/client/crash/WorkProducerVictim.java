package io.rondo.client.crash;

import io.rondo.client.process.StepConsumerMain;
import io.rondo.core.segment.ChannelDirectory;
import io.rondo.core.segment.ChannelStore;
import java.nio.LongBuffer;
import java.nio.file.Path;

/** Publishes to a work queue without end: {@code progress habit}. */
final class WorkProducerVictim implements Victim {
    @Override
    public void run(Path directory, String channel, String... arguments) throws Exception {
        LongBuffer progress = StepConsumerMain.map(Path.of(arguments[0]));
        CrashPublisherMain.Habit habit = CrashPublisherMain.Habit.valueOf(arguments[1]);
        ChannelStore store = new ChannelStore(ChannelDirectory.of(directory, null));
        try (WorkProducer producer = new WorkProducer(store, channel)) {
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
