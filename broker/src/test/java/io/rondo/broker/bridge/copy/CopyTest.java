package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.status.BridgeStatus;
import io.rondo.client.Buffers;
import io.rondo.client.Durability;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.StartPosition;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import io.rondo.codecs.bridge.CopyState;
import io.rondo.codecs.bridge.MessageHeaderDecoder;
import io.rondo.codecs.bridge.MessageHeaderEncoder;
import io.rondo.codecs.bridge.ProgressEncoder;
import io.rondo.codecs.bridge.ResumeDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A home and copies of a sequenced topic, with brokers in one process. */
@Timeout(300)
class CopyTest extends CopyFixture {
    private static List<Long> read(SequencedSubscriber subscriber, int count) {
        List<Long> numbers = new ArrayList<>();
        Watchdog.await(count + " messages", () -> {
            subscriber.poll((sequence, timestamp, buffer, offset, length) -> numbers.add(buffer.getLong(offset)), 1000);
            return numbers.size() >= count;
        });
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(value = Durability.class, names = {"OS", "DISK"})
    void aCopyIsIdenticalToItsHomeWithPublishersOnBothHosts(Durability durability) throws Exception {
        Host home = host("home").durability(durability).start(home());
        Host copy = host("copy").durability(durability).start(copy());
        SequencedSubscriber subscriber = copy.topic().from(StartPosition.earliest()).subscriber();
        List<Task<Void>> writers = new ArrayList<>();
        int each = 20_000;
        for (Host host : List.of(home, copy, copy)) {
            SequencedPublisher publisher = host.topic().publisher();
            long base = writers.size() * 1_000_000L;
            writers.add(Task.start(() -> {
                publish(publisher, base + 1, base + each);
                awaitConfirmed(publisher, each);
                return null;
            }));
        }
        List<Long> seen = read(subscriber, 3 * each);
        for (Task<Void> writer : writers) {
            writer.join();
        }
        List<Recorded> recorded = home.recorded();
        assertThat(recorded).hasSize(3 * each);
        assertThat(copy.recorded()).isEqualTo(recorded);
        assertThat(seen).isEqualTo(recorded.stream().map(Recorded::number).toList());
        for (long writer = 0; writer < 3; writer++) {
            long base = writer * 1_000_000L;
            assertThat(seen.stream().filter(number -> number / 1_000_000 == base / 1_000_000).toList())
                    .isEqualTo(LongStream.rangeClosed(base + 1, base + each).boxed().toList());
        }
        assertThat(copy.bridge().forwarded()).isGreaterThanOrEqualTo(2 * each);
    }

    @Test
    void aCopyThatStartsLaterOrAgainGetsWhatItLacks() {
        Host home = host("home").start(home());
        SequencedPublisher publisher = home.topic().publisher();
        publish(publisher, 1, 5000);
        Host copy = host("copy").start(copy());
        copy.awaitRecorded(5000);
        copy.stop();
        publish(publisher, 5001, 9000);
        copy.start(copy());
        copy.awaitRecorded(9000);
        home.stop();
        home.start(home());
        publish(publisher, 9001, 9500);
        copy.awaitRecorded(9500);

        assertThat(copy.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void twoCopiesOnOneStreamAndACopyOfACopyAreIdenticalToTheHome() {
        Host home = host("home").start(home());
        Host first = host("first").start(copy());
        Host second = host("second").start(copy(), home(17));
        Host third = host("third").start(copy(17));
        List<Host> all = List.of(home, first, second, third);
        for (int i = 0; i < all.size(); i++) {
            publish(all.get(i).topic().publisher(), i * 1_000_000L + 1, i * 1_000_000L + 3000);
        }
        all.forEach(host -> host.awaitRecorded(12_000));

        List<Recorded> recorded = home.recorded();
        assertThat(recorded).hasSize(12_000);
        for (Host host : all) {
            assertThat(host.recorded()).isEqualTo(recorded);
        }
    }

    @Test
    void publishersAtACopyWithoutItsHomeWaitAndLoseNothing() throws Exception {
        Host copy = host("copy").start(copy());
        SequencedPublisher publisher = copy.rondo().sequencedTopic(TOPIC).publisher();
        long count = 0;
        while (publisher.tryPublish(message(count + 1), 0, Long.BYTES) > 0) {
            count++;
        }
        copy.awaitAlarm(AlarmKind.BRIDGE_UNCONNECTED, "copy7");
        assertThat(publisher.confirmed()).isZero();
        copy.stop();
        Host home = host("home").start(home());
        copy.start(copy());
        awaitConfirmed(publisher, count);

        assertThat(home.recorded()).extracting(Recorded::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
        assertThat(copy.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void aCopyThatFellBehindRetentionIsToldWhatItLost() {
        Host home = host("home").retention(new RetentionPolicy(2 * LOG_FILE_LENGTH, 0, false)).start(home());
        SequencedPublisher publisher = home.topic().publisher();
        Host copy = host("copy").start(copy());
        publish(publisher, 1, 100);
        copy.awaitRecorded(100);
        copy.stop();
        publish(publisher, 101, 60_000);
        awaitConfirmed(publisher, 60_000);
        Watchdog.await("retention", () -> home.oldest() > 101);
        copy.start(copy());
        copy.awaitAlarm(AlarmKind.COPY_LOST, "retention at the home removed messages ");
        publish(publisher, 60_001, 60_100);
        Watchdog.await("the end", () -> copy.recorded(new ArrayList<>()).getLast().sequence() == 60_100);

        List<String> gaps = new ArrayList<>();
        List<Recorded> recorded = copy.recorded(gaps);
        long removed = copy.bridge().removed();
        // The home may have had some more messages on the way when the copy came back.
        long first = recorded.stream().mapToLong(Recorded::number).takeWhile(number -> number < 40_000).max().orElse(0);
        long last = first + removed;
        assertThat(first).isGreaterThanOrEqualTo(100);
        assertThat(removed).isPositive();
        assertThat(gaps).containsExactly(first + 1 + " to " + last + " REMOVED");
        assertThat(recorded).extracting(Recorded::number).containsExactlyElementsOf(
                LongStream.concat(LongStream.rangeClosed(1, first), LongStream.rangeClosed(last + 1, 60_100)).boxed()
                        .toList());
        assertThat(recorded).allMatch(record -> record.sequence() == record.number());
        SequencedSubscriber subscriber = copy.topic().from(StartPosition.earliest()).subscriber();
        assertThat(read(subscriber, recorded.size())).hasSize(recorded.size());
        assertThat(subscriber.lost()).isEqualTo(removed);
    }

    @Test
    void aHomeWithAnotherLogStopsTheCopyWithAnAlarm() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        publish(home.topic().publisher(), 1, 10);
        copy.awaitRecorded(10);
        home.stop();
        Host other = host("other").start(home());
        publish(other.topic().publisher(), 1001, 1020);
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "and this is a copy of log ");
        SequencedPublisher publisher = copy.topic().publisher();
        publish(publisher, 11, 11);
        other.stop();
        home.start(home());
        awaitConfirmed(publisher, 1);

        copy.awaitNoAlarm(AlarmKind.COPY_STOPPED);
        assertThat(copy.recorded()).isEqualTo(home.recorded()).hasSize(11);
        assertThat(other.recorded()).hasSize(20);
    }

    @Test
    void aHomeThatHasLostRecordsStopsTheCopyWithAnAlarm() throws IOException {
        Host home = host("home").start(home());
        Host copy = host("copy");
        publish(home.topic().publisher(), 1, 10);
        home.awaitRecorded(10);
        Path backup = home.backup();
        copy.start(copy());
        publish(home.topic().publisher(), 11, 20);
        copy.awaitRecorded(20);
        home.stop();
        home.restore(backup);
        home.start(home());
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "this copy has message 20");

        publish(home.topic().publisher(), 1011, 1030);
        home.awaitRecorded(30);
        copy.stop();
        copy.start(copy());
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "this copy has message 20");
        assertThat(copy.recorded()).hasSize(20);
    }

    @Test
    void aProducerIdAtACopyIsThatOfTheHome() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        SequencedPublisher publisher = copy.topic().producerId(5).publisher();
        publish(publisher, 1, 100);
        awaitConfirmed(publisher, 100);
        publisher.close();
        assertThat(home.recorded()).extracting(Recorded::producerId).containsOnly(5L);

        try (SequencedPublisher atHome = home.topic().producerId(5).publisher()) {
            assertThat(atHome.lastRecorded()).isEqualTo(100);
            for (long sequence = 51; sequence <= 150; sequence++) {
                atHome.publish(sequence, message(sequence), 0, Long.BYTES);
            }
            awaitConfirmed(atHome, 150);
        }
        copy.awaitRecorded(150);
        SequencedPublisher again = copy.topic().producerId(5).publisher();
        assertThat(again.lastRecorded()).isEqualTo(150);
        publish(again, 151, 160);
        awaitConfirmed(again, 160);

        assertThat(copy.recorded()).isEqualTo(home.recorded()).extracting(Recorded::number)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 160).boxed().toList());
    }

    @Test
    void aTopicThatWasSequencedHereDoesNotBecomeACopyAndACopyNeedsItsBridge() {
        Host home = host("home").start(home());
        publish(home.topic().publisher(), 1, 10);
        home.awaitRecorded(10);
        Host copy = host("copy").start(copy());
        copy.awaitRecorded(10);
        home.stop();
        copy.stop();

        home.start(copy());
        home.awaitAlarm(AlarmKind.NOT_CONTINUED, "topic orders was sequenced here, and a bridge is to receive it");
        copy.start();
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "topic orders is a copy of log ");
    }

    @Test
    void whatIsForeignOrMalformedOnTheStreamsIsDroppedAndCounted() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        try (Aeron aeron = aeron()) {
            for (int stream : List.of(STREAM, STREAM + 1)) {
                ExclusivePublication publication = aeron.addExclusivePublication(IPC, stream);
                Watchdog.await("a receiver", publication::isConnected);
                Random random = new Random(stream);
                for (int template = 0; template < 8; template++) {
                    for (int length = 0; length < 80; length += 3) {
                        UnsafeBuffer message = new UnsafeBuffer(new byte[length + 8]);
                        random.nextBytes(message.byteArray());
                        new MessageHeaderEncoder().wrap(message, 0).blockLength(random.nextInt(100))
                                .templateId(template).schemaId(MessageHeaderEncoder.SCHEMA_ID).version(1);
                        Watchdog.await("room", () -> publication.offer(message) > 0);
                    }
                }
            }
        }
        for (Host host : List.of(home, copy)) {
            host.await(BridgeStatus::foreign, 1);
            host.await(BridgeStatus::malformed, 1);
            host.awaitAlarm(AlarmKind.BRIDGE_DROPPED, "has dropped messages: a message from ");
        }
        SequencedPublisher publisher = copy.topic().publisher();
        publish(publisher, 1, 1000);
        awaitConfirmed(publisher, 1000);
        assertThat(copy.recorded()).isEqualTo(home.recorded()).hasSize(1000);
    }

    @Test
    void recordsThatAreLostOnTheWayAreSentAgainFromTheLog() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        SequencedPublisher publisher = home.topic().publisher();
        publish(publisher, 1, 1000);
        copy.awaitRecorded(1000);
        try (Aeron aeron = aeron()) {
            // What the home would send if 100 records before it were lost.
            ExclusivePublication publication = aeron.addExclusivePublication(IPC, STREAM);
            Watchdog.await("a receiver", publication::isConnected);
            long[] request = lastRequest(aeron, copy);
            UnsafeBuffer progress = new UnsafeBuffer(new byte[256]);
            ProgressEncoder encoder = new ProgressEncoder();
            encoder.wrapAndApplyHeader(progress, 0, new MessageHeaderEncoder()).logId(request[0]).copyId(request[1])
                    .requestId(request[2]).nextSequence(1101).durableSequence(1100).sessionId(0).recorded(0)
                    .recordedSequence(0).maxMessageLength(100).state(CopyState.ACCEPTED);
            Watchdog.await("room", () -> publication.offer(progress, 0,
                    MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength()) > 0);
            copy.await(BridgeStatus::replays, 1);
        }
        publish(publisher, 1001, 2000);
        copy.awaitRecorded(2000);

        assertThat(copy.recorded()).isEqualTo(home.recorded());
        assertThat(copy.bridge().gaps()).isPositive();
    }

    /** Returns the log, the id of the copy and its request, as the copy states them. */
    private static long[] lastRequest(Aeron aeron, Host copy) {
        long[] found = new long[3];
        try (Subscription subscription = aeron.addSubscription(IPC, STREAM + 1)) {
            Watchdog.await("a request, " + copy.bridge(), () -> subscription.poll((buffer, offset, length, _) -> {
                ResumeDecoder decoder = new ResumeDecoder().wrapAndApplyHeader(buffer, offset,
                        new MessageHeaderDecoder());
                found[0] = decoder.logId();
                found[1] = decoder.copyId();
                found[2] = decoder.requestId();
            }, 1) > 0);
        }
        return found;
    }

    @Test
    void aMediaDriverThatIsReplacedLosesNothing() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        SequencedPublisher there = copy.topic().publisher();
        SequencedPublisher here = home.topic().publisher();
        publish(here, 1, 1000);
        publish(there, 1_000_001, 1_001_000);
        replaceDriver();
        publish(here, 1001, 2000);
        publish(there, 1_001_001, 1_002_000);
        awaitConfirmed(there, 2000);
        copy.awaitRecorded(4000);

        assertThat(copy.recorded()).isEqualTo(home.recorded()).hasSize(4000);
    }

    @Test
    void aMessageThatIsTooLongForTheOtherSideStopsTheBridgeWithTheReason() {
        Host home = host("home").start(home());
        Host copy = host("copy").maxMessage(64).start(copy());
        SequencedPublisher publisher = home.topic().publisher();
        publisher.publish(Buffers.allocate(100), 0, 100);
        copy.awaitAlarm(AlarmKind.BRIDGE_FAILED, "message 1 has 100 bytes, and the copy takes 64: remove the topic");
        copy.stop();

        home.stop();
        Host small = host("small").maxMessage(64).start(home());
        Host large = host("large").start(copy());
        large.topic().publisher().publish(Buffers.allocate(100), 0, 100);
        large.awaitAlarm(AlarmKind.BRIDGE_FAILED, "a message of 100 bytes waits in the ingress, and the home takes 64");
        assertThat(small.recorded()).isEmpty();
    }
}
