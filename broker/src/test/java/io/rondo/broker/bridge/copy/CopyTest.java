package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.rondo.broker.health.AlarmKind;
import io.rondo.broker.log.retention.RetentionPolicy;
import io.rondo.broker.status.BridgeState;
import io.rondo.broker.status.BridgeStatus;
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
import io.rondo.core.layout.SequencedLayout;
import io.rondo.core.segment.SegmentSpec;
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
import org.junit.jupiter.params.provider.CsvSource;
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
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
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
        // Retention may go on while the copy reads, so that there is more than one gap.
        assertThat(removed).isPositive();
        assertThat(gaps).isNotEmpty().allMatch(gap -> gap.endsWith(" REMOVED"));
        assertThat(recorded).extracting(Recorded::number).isSorted().doesNotHaveDuplicates()
                .hasSize((int) (60_100 - removed))
                .startsWith(LongStream.rangeClosed(1, 100).boxed().toArray(Long[]::new))
                .endsWith(60_100L);
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
                .isEqualTo(LongStream.rangeClosed(1, 160).boxed().toList());
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
                    .recordedSequence(0)
                    .maxMessageLength(SequencedLayout.maxMessageLength(SegmentSpec.BASE_CAPACITY))
                    .state(CopyState.ACCEPTED).lastNumber(0);
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

    @ParameterizedTest
    @CsvSource({"64, 128", "128, 64"})
    void aCopyThatTakesMessagesOfAnotherLengthTakesNothingAndStatesBothLengths(int atHome, int atCopy) {
        Host home = host("home").maxMessage(atHome).start(home());
        publish(home.topic().publisher(), 1, 3);
        Host copy = host("copy").maxMessage(atCopy).start(copy());
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "has " + atHome + " bytes at the home, and " + atCopy + " here");

        Host anew = host("anew").maxMessage(atHome).start(copy());
        anew.awaitRecorded(3);
        assertThat(anew.recorded()).isEqualTo(home.recorded());
        assertThat(anew.bridge().state()).isEqualTo(BridgeState.CONNECTED);
        // The home has served another copy meanwhile.
        assertThat(copy.bridge().state()).isEqualTo(BridgeState.STOPPED);
        assertThat(copy.recorded()).isEmpty();
    }

    @Test
    void aCopyOfAHomeWithAnotherCapacityStatesTheCapacityAndTheLongestMessageToSet() {
        int capacity = 4 * SegmentSpec.BASE_CAPACITY;
        Host home = host("home").properties(SegmentSpec.builder().capacity(capacity)).start(home());
        publish(home.topic().publisher(), 1, 3);
        Host copy = host("copy").start(copy());
        int longest = SequencedLayout.maxMessageLength(capacity);
        copy.awaitAlarm(AlarmKind.COPY_STOPPED,
                "set max-message = " + longest + " and capacity = " + capacity + " or more of the topic here");
        copy.stop();

        Host anew = host("anew").properties(SegmentSpec.builder().capacity(capacity).maxMessageLength(longest))
                .start(copy());
        anew.awaitRecorded(3);
        assertThat(anew.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void aHomeThatIsOpenedAgainAfterItsTopicWasRemovedSendsItsNewLog() throws IOException {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        publish(home.topic().publisher(), 1, 10);
        copy.awaitRecorded(10);
        home.removeSegments();
        Watchdog.await("the end of the topic", () -> home.broker().topics() == 0);
        publish(home.topic().publisher(), 11, 20);
        copy.awaitRecorded(20);

        publish(copy.topic().publisher(), 21, 30);
        copy.awaitRecorded(30);
        assertThat(copy.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void aCopyWithDamageGoesOnBehindItAndNamesAllThatItLacks() throws IOException {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        SequencedPublisher publisher = home.topic().publisher();
        publish(publisher, 1, 9);
        // No other field of the log has such a number.
        publish(publisher, 7_000_010, 7_000_010);
        publish(publisher, 11, 19);
        publish(publisher, 7_000_020, 7_000_020);
        copy.awaitRecorded(20);
        copy.stop();
        copy.damage(7_000_010);
        copy.damage(7_000_020);
        copy.start(copy());
        copy.awaitAlarm(AlarmKind.COPY_DAMAGED, "this copy of topic orders has lost messages 10 to 10 (");
        copy.awaitAlarm(AlarmKind.COPY_DAMAGED, "), 20 to 20 (");
        publish(home.topic().publisher(), 21, 30);
        copy.awaitRecorded(28);
        copy.stop();
        copy.start(copy());
        publish(home.topic().publisher(), 31, 40);
        copy.awaitRecorded(38);

        List<String> gaps = new ArrayList<>();
        List<Recorded> expected = new ArrayList<>(home.recorded());
        expected.remove(19);
        expected.remove(9);
        assertThat(copy.recorded(gaps)).isEqualTo(expected);
        assertThat(gaps).containsExactly("10 to 10 DAMAGED", "20 to 20 DAMAGED");
        copy.awaitNoAlarm(AlarmKind.COPY_STOPPED);
    }

    @Test
    void theIngressOfACopyWithOlderFilesIsNumberedBehindWhatTheHomeHasRecorded() throws IOException {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        publishAndAwait(copy, 1, 10);
        copy.stop();
        Path backup = copy.backup();
        for (int i = 1; i <= 2; i++) {
            copy.removeSegments();
            copy.start(copy());
            publishAndAwait(copy, 100 * i + 1, 100 * i + 10);
            copy.stop();
        }
        copy.restore(backup);
        copy.start(copy());
        publishAndAwait(copy, 301, 310);
        copy.awaitRecorded(40);

        assertThat(home.recorded()).extracting(Recorded::number).doesNotHaveDuplicates().hasSize(40);
        assertThat(copy.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void aCopyOfWhichAnotherHostHasTheFilesStopsWithAnAlarm() throws IOException {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        publishAndAwait(copy, 1, 10);
        copy.stop();
        Host twin = host("twin");
        twin.adopt(copy.backup());
        twin.start(copy());
        publishAndAwait(twin, 101, 110);
        twin.stop();
        copy.start(copy());
        copy.awaitAlarm(AlarmKind.COPY_STOPPED, "the home has recorded later messages of this copy than it has had");
        SequencedPublisher publisher = copy.topic().publisher();
        publish(publisher, 11, 20);
        // Later than the home would have recorded those messages.
        publishAndAwait(host("other").start(copy()), 201, 210);

        assertThat(copy.bridge().state()).isEqualTo(BridgeState.STOPPED);
        assertThat(publisher.confirmed()).isZero();
        assertThat(home.recorded()).extracting(Recorded::number).isEqualTo(LongStream.range(0, 3)
                .flatMap(host -> LongStream.rangeClosed(100 * host + 1, 100 * host + 10)).boxed().toList());
    }

    private static void publishAndAwait(Host host, long first, long last) {
        try (SequencedPublisher publisher = host.topic().publisher()) {
            publish(publisher, first, last);
            awaitConfirmed(publisher, last - first + 1);
        }
    }
}
