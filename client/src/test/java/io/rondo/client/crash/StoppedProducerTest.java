package io.rondo.client.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rondo.client.MessageHandler;
import io.rondo.client.Publisher;
import io.rondo.client.Subscriber;
import io.rondo.client.process.BulkReader;
import io.rondo.client.process.Kind;
import io.rondo.client.settings.ChannelSettings;
import io.rondo.client.support.Channels;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.core.layout.Counter;
import io.rondo.core.segment.Role;
import io.rondo.core.sync.WakeWord;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A producer is stopped (SIGSTOP) in the middle of a claim: it is never robbed, however long it stays away. How long
 * that is here, the system property {@code rondo.stop.seconds} says.
 */
class StoppedProducerTest extends CrashFixture {
    private static final int SECONDS = Integer.getInteger("rondo.stop.seconds", 2);
    /** A consumer in front of a claim asks the kernel for its owner that often. */
    private static final int PARKS_PER_SECOND = 20;
    private static final int CLAIM = 9;
    private static final long LAST = 20;

    private final BulkReader reader = new BulkReader();
    private final MessageHandler handler = (buffer, offset, length) -> {
        long producer = buffer.getLong(offset);
        if (producer == OTHER && reader.lastOf().getOrDefault(OTHER, 0L) == CLAIM) {
            assertThat(reader.lastOf().get(CHILD)).isGreaterThanOrEqualTo(CLAIM);
        }
        reader.onMessage(buffer, offset, length);
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claim    | RawWords.setLongOpaque(record, RecordLayout.claimed(
            write    | claim.offset() + half
            """)
    void theOthersWaitForItInOrderAndNothingIsSkipped(String method, String snippet) throws Exception {
        Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE));
        Publisher out = Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE));
        Source other = new Source(out, OTHER);
        Class<?> type = method.equals("write")
                ? CrashPublisherMain.class
                : Class.forName("io.rondo.core.ring.writer.HeaderPublication");
        try (HaltedJvm child = HaltedJvm.start(directory(), CrashPublisherMain.class, Kind.QUEUE, progressFile(), CHILD,
                LAST, CrashPublisherMain.Habit.COMMITS)) {
            other.publish(CLAIM);
            child.runTo(new SourceLine(type, method, snippet), CLAIM);
            signal("STOP", child);
            other.publish(CLAIM);
            while (reader.count() < 2 * CLAIM - 1) {
                Messages.receive(in, handler);
            }
            for (long parks = parks(); parks() - parks < (long) SECONDS * PARKS_PER_SECOND;) {
                assertThat(in.receive(handler, 1, Duration.ofMillis(100))).isZero();
            }
            assertThat(count(Counter.RECOVERED)).isZero();
            signal("CONT", child);
            child.proceed();
            while (reader.count() < LAST + 2 * CLAIM) {
                Messages.receive(in, handler);
            }
            child.child().expectEnd();
        }
        assertThat(reader.lastOf()).containsEntry(CHILD, LAST).containsEntry(OTHER, other.published());
        assertThat(count(Counter.RECOVERED)).isZero();
        assertNothingLeaks();
    }

    @Test
    void aProducerStoppedWhileAttachingDoesNotDelayRecovery() throws Exception {
        Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE));
        Publisher dead = Channels.publisher(rondo(), Kind.CHANNEL, ChannelSettings.DEFAULTS);
        assertThat(Task.start(() -> dead.claim(100)).join()).isNotNull();
        // Its claim is another thread's, and stays.
        dead.close();
        try (HaltedJvm child = HaltedJvm.start(directory(), CrashPublisherMain.class, Kind.QUEUE, progressFile(), CHILD,
                LAST, CrashPublisherMain.Habit.COMMITS)) {
            child.runTo(new SourceLine(Class.forName("io.rondo.core.segment.SlotAllocator"), "hasUnresolvedIntent",
                    "long intent ="), 1);
            Watchdog.await("skipped", () -> in.receive(handler, (int) LAST, Duration.ofMillis(10)) == 0
                    && count(Counter.RECOVERED) == 1);
            child.proceed();
            while (reader.count() < LAST) {
                Messages.receive(in, handler);
            }
            child.child().expectEnd();
        }
        assertThat(reader.lastOf()).containsEntry(CHILD, LAST);
        assertNothingLeaks();
    }

    @Test
    void aProducerThatIsStoppedInTheMiddleOfAWakeDelaysNoOtherProducersMessage() throws Exception {
        Subscriber in = Channels.subscriber(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE));
        Source other = new Source(Channels.publisher(rondo(), Kind.CHANNEL, CrashChannel.options(Kind.QUEUE)), OTHER);
        try (HaltedJvm child = HaltedJvm.start(directory(), CrashPublisherMain.class, Kind.QUEUE, progressFile(), CHILD,
                LAST, CrashPublisherMain.Habit.COMMITS)) {
            Task<Void> reading = Task.start(() -> {
                while (reader.count() < LAST + 1) {
                    Messages.receive(in, reader);
                }
                return null;
            });
            Watchdog.await("the consumer sleeps", () -> parks() > 0);
            // The word has changed, and the kernel has not been asked to wake the consumer.
            child.runTo(new SourceLine(WakeWord.class, "settle", "Futex.wakeAll(address)"), 1);
            other.publish();
            assertThat(wakesOfThisProcess()).isOne();
            child.proceed();
            reading.join();
            child.child().expectEnd();
        }
        assertThat(reader.lastOf()).containsEntry(CHILD, LAST).containsEntry(OTHER, 1L);
        assertNothingLeaks();
    }

    private long wakesOfThisProcess() {
        return participants().stream()
                .filter(info -> info.role() == Role.PRODUCER && info.pid() == ProcessHandle.current().pid())
                .mapToLong(info -> info.count(Counter.WAKES)).sum();
    }

    private static void signal(String name, HaltedJvm child) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(child.child().pid())).inheritIO().start()
                .waitFor()).isZero();
    }

    private long parks() {
        return count(Counter.PARKS);
    }

    private long count(Counter counter) {
        return participants().stream().filter(info -> info.role() == Role.CONSUMER)
                .mapToLong(info -> info.count(counter)).sum();
    }
}
