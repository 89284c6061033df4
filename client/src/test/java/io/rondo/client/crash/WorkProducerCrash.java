package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.crash.CrashStep.Outcome;
import io.rondo.client.crash.WorkSteps.Step;
import io.rondo.client.process.StepConsumerMain;
import io.rondo.client.support.Task;
import io.rondo.core.ring.work.WorkLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A producer of a work queue that dies at a step: the others go on, and a consumer gets what it had committed. */
final class WorkProducerCrash extends WorkCrash {
    /** Before the first number of the other producer. */
    private static final int OTHERS = 1 << 16;

    private final Path progressFile;
    private final WorkConsumer consumer;

    WorkProducerCrash(Step step, String channel, Path directory, Path files) throws IOException {
        super(step, channel, directory);
        progressFile = Files.createTempFile(files, "progress-", null);
        consumer = consumer();
    }

    @Override
    public void halt(VictimJvm jvm) throws Exception {
        haltAtStep(jvm, WorkProducerVictim.class, progressFile, step().habit());
    }

    @Override
    public void check() throws Exception {
        long committed = StepConsumerMain.map(progressFile).get(0) + (step().outcome() == Outcome.DONE ? 1 : 0);
        assertThat(committed).isPositive();
        Task<Void> publishing = Task.start(() -> {
            try (WorkProducer producer = producer()) {
                for (int i = 1; i <= MORE; i++) {
                    producer.publish(OTHERS + i);
                }
            }
            return null;
        });
        consume(1, committed);
        consume(OTHERS + 1, OTHERS + MORE);
        publishing.join();
        consumer.close();
        attachAllProducers();
        assertNothingIsLeft();
    }

    /** Consumes messages, which must be those with the numbers of a range in their order. */
    private void consume(long first, long last) {
        WorkLease lease = new WorkLease();
        for (long number = first; number <= last; number++) {
            assertThat(consumer.take(lease)).isEqualTo(number);
            assertThat(consumer.acknowledge(lease)).isTrue();
        }
    }

    /** No slot of a producer is blocked. */
    private void attachAllProducers() {
        List<WorkProducer> all = new ArrayList<>();
        for (int i = 0; i < WorkChannel.PARTICIPANTS; i++) {
            all.add(producer());
        }
        all.forEach(WorkProducer::close);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
