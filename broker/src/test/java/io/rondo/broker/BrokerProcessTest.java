package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.broker.crash.BrokerMain;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.support.ChildJvm;
import io.rondo.client.support.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker in a process of its own. */
@Order(1)
@Timeout(240)
class BrokerProcessTest extends BrokerFixture {
    private static final int IDLE_TOPICS = 50;
    private static final int IDLE_SECONDS = 4;
    private static final long TICKS_PER_SECOND = 100;

    private ChildJvm startProcess() throws Exception {
        ChildJvm broker = BrokerMain.JVMS.start(directory(), BrokerMain.class);
        broker.expect("ready");
        return broker;
    }

    /** Collects the client's log messages that name this test's directory. */
    private final class Messages extends Handler {
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getParameters() != null && record.getParameters().length > 0
                    && String.valueOf(record.getParameters()[0]).equals(directory().toString())) {
                texts.add(record.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void clientsAreToldOnceThatTheBrokerDiedAndGoOnWhenItIsBack() throws Exception {
        Messages messages = new Messages();
        Logger logger = Logger.getLogger("io.rondo");
        logger.addHandler(messages);
        ChildJvm broker = startProcess();
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).publisher();
                SequencedSubscriber subscriber = rondo().sequencedTopic(TOPIC).subscriber()) {
            publish(publisher, 1);
            read(subscriber, 1);
            assertThat(messages.texts).isEmpty();
            broker.kill();
            Watchdog.await("the warning", () -> !messages.texts.isEmpty());
            publish(publisher, 2);
            assertThat(subscriber.receive((sequence, timestamp, buffer, offset, length) -> {
                throw new AssertionError("no broker has sequenced this message");
            }, 1, Duration.ofMillis(600))).isZero();
            assertThat(messages.texts).hasSize(1).first().asString().contains("no broker runs");
            broker = startProcess();
            assertThat(read(subscriber, 1)).extracting(Seen::sequence).containsExactly(2L);
            awaitConfirmed(publisher, 2);
            // The watch looks four times a second; it does not see a broker that ends sooner.
            Watchdog.await("the return of the broker", () -> messages.texts.stream()
                    .anyMatch(text -> text.contains("a broker runs")));
            broker.send("close");
            broker.expect("closed");
            Watchdog.await("the second warning", () -> messages.texts.stream()
                    .filter(text -> text.contains("no broker runs")).count() == 2);
        } finally {
            logger.removeHandler(messages);
            broker.close();
        }
    }

    @Test
    void theProcessEndsAfterItHasDrainedTheTopics() throws Exception {
        ChildJvm broker = startProcess();
        try (SequencedPublisher publisher = rondo().sequencedTopic(TOPIC).publisher()) {
            publish(publisher, 1, 2000);
            broker.send("close");
            broker.expect("closed");
            broker.expectEnd();
            assertThat(publisher.confirmed()).isEqualTo(2000);
            assertThat(broker.errors()).isEmpty();
        } finally {
            broker.close();
        }
    }

    /** The bound of 1 % is the contract; an idle broker uses a tenth of that, so the load of the machine has no effect. */
    @Test
    void fiftyIdleTopicsUseLessThanOnePercentOfACore() throws Exception {
        ChildJvm broker = startProcess();
        List<SequencedPublisher> publishers = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_TOPICS; i++) {
                publishers.add(rondo().sequencedTopic("idle" + i).capacity(4096).publisher());
                publish(publishers.get(i), i);
                awaitConfirmed(publishers.get(i), 1);
            }
            long used = Long.MAX_VALUE;
            // The compilers of the JVM run for a while after the start.
            for (int attempt = 0; attempt < 10 && used > IDLE_SECONDS * TICKS_PER_SECOND / 100; attempt++) {
                long before = ticks(broker.pid());
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                used = ticks(broker.pid()) - before;
            }
            assertThat(used).isLessThanOrEqualTo(IDLE_SECONDS * TICKS_PER_SECOND / 100);
            for (int i = 0; i < IDLE_TOPICS; i++) {
                publish(publishers.get(i), 100 + i);
                awaitConfirmed(publishers.get(i), 2);
            }
        } finally {
            publishers.forEach(SequencedPublisher::close);
            broker.close();
        }
    }

    private static long ticks(long pid) throws IOException {
        String[] stat = Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst("^.*\\) ", "").split(" ");
        return Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
    }
}
