package io.rondo.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.client.ChannelInUseException;
import io.rondo.client.ChannelMismatchException;
import io.rondo.client.Claim;
import io.rondo.client.Durability;
import io.rondo.client.EvictedException;
import io.rondo.client.Publisher;
import io.rondo.client.SequenceUnavailableException;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.SequencedSubscriber;
import io.rondo.client.SequencedTopic;
import io.rondo.client.SlowConsumer;
import io.rondo.client.StartPosition;
import io.rondo.client.UnavailableException;
import io.rondo.client.support.Messages;
import io.rondo.client.support.Task;
import io.rondo.client.support.Watchdog;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sequenced topics with a broker in this process. */
@Timeout(120)
class SequencedTopicTest extends BrokerFixture {
    private static final int SMALL = 4096;

    private SequencedTopic topic() {
        return rondo().sequencedTopic(TOPIC);
    }

    @Test
    void manyPublishersAndSubscribersOfAnUnrecordedTopicSeeOneOrder() throws Exception {
        startBroker();
        assertOneOrder(this::topic, 5000);
    }

    @Test
    void claimsArePublishedInPlaceAndShortened() {
        startBroker();
        try (SequencedPublisher publisher = topic().publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            for (int length : new int[]{0, 8, publisher.maxMessageLength()}) {
                Claim claim = publisher.claim(publisher.maxMessageLength());
                claim.buffer().setMemory(claim.offset(), claim.length(), (byte) length);
                claim.commit(length);
                int[] seen = {-1};
                subscriber.receive((sequence, timestamp, buffer, offset, size) -> {
                    seen[0] = size;
                    for (int i = 0; i < size; i++) {
                        assertThat(buffer.getByte(offset + i)).isEqualTo((byte) length);
                    }
                }, 1, LONG);
                assertThat(seen[0]).isEqualTo(length);
            }
            publisher.claim(10).abort();
            assertThat(publish(publisher, 7)).isEqualTo(4);
            assertThat(read(subscriber, 1)).extracting(Seen::number).containsExactly(7L);
            assertThatThrownBy(() -> publisher.tryClaim(publisher.maxMessageLength() + 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aBlockingSubscriberHoldsThePublisherUpAndNothingIsLost() throws Exception {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            long published = 0;
            while (publisher.tryPublish(message(published + 1), 0, Long.BYTES) > 0) {
                published++;
                Thread.yield();
            }
            long most = published + 1;
            assertThat(publisher.confirmed()).isLessThan(published);
            Task<Long> waiting = Task.start(() -> publish(publisher, most));
            assertThat(read(subscriber, (int) most)).extracting(Seen::number)
                    .isEqualTo(Messages.range(1, most));
            assertThat(waiting.join()).isEqualTo(most);
            awaitConfirmed(publisher, most);
        }
    }

    @Test
    void aSubscriberThatDropsTheOldestLosesThemWithACount() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher();
                SequencedSubscriber subscriber = topic().slowConsumer(SlowConsumer.DROP_OLDEST).subscriber()) {
            publish(publisher, 1, 1000);
            awaitConfirmed(publisher, 1000);
            long[] first = {0};
            subscriber.poll((sequence, timestamp, buffer, offset, length) -> first[0] = sequence, 1);
            assertThat(first[0]).isGreaterThan(1).isEqualTo(subscriber.lost() + 1);
        }
    }

    @Test
    void aSubscriberThatMayBeEvictedIsEvicted() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher();
                SequencedSubscriber subscriber = topic().slowConsumer(SlowConsumer.EVICT).subscriber()) {
            publish(publisher, 1, 1000);
            awaitConfirmed(publisher, 1000);
            assertThatThrownBy(() -> read(subscriber, 1000)).isInstanceOf(EvictedException.class);
        }
    }

    @Test
    void aSubscriberBeginsAtTheEarliestAtASequenceAtATimeOrNow() {
        startBroker();
        try (SequencedPublisher publisher = topic().publisher()) {
            publish(publisher, 1, 100);
            awaitConfirmed(publisher, 100);
            List<Seen> all;
            try (SequencedSubscriber earliest = topic().from(StartPosition.earliest()).subscriber()) {
                all = read(earliest, 100);
                assertThat(all).extracting(Seen::sequence).isEqualTo(Messages.range(1, 100));
            }
            try (SequencedSubscriber late = topic().from(StartPosition.sequence(42)).subscriber();
                    SequencedSubscriber future = topic().from(StartPosition.sequence(102)).subscriber();
                    SequencedSubscriber now = topic().subscriber()) {
                long at = all.get(99).timestamp();
                Instant time = Instant.ofEpochSecond(at / 1_000_000_000, at % 1_000_000_000);
                long firstAt = all.stream().filter(seen -> seen.timestamp() == at).findFirst().orElseThrow().sequence();
                assertThat(read(late, 1)).extracting(Seen::sequence).containsExactly(42L);
                assertThatThrownBy(() -> topic().from(StartPosition.sequence(0)))
                        .isInstanceOf(IllegalArgumentException.class);
                publish(publisher, 101, 103);
                assertThat(read(future, 2)).extracting(Seen::sequence).containsExactly(102L, 103L);
                assertThat(read(now, 3)).extracting(Seen::sequence).containsExactly(101L, 102L, 103L);
                try (SequencedSubscriber timed = topic().from(StartPosition.time(time)).subscriber()) {
                    assertThat(read(timed, 1)).extracting(Seen::sequence).containsExactly(firstAt);
                }
            }
        }
    }

    @Test
    void aSequenceThatIsNotKeptIsRefusedWithTheOldestAvailableOne() {
        startBroker();
        try (SequencedPublisher publisher = topic().capacity(SMALL).publisher()) {
            publish(publisher, 1, 1000);
            awaitConfirmed(publisher, 1000);
            assertThatThrownBy(() -> topic().from(StartPosition.sequence(5)).subscriber())
                    .isInstanceOfSatisfying(SequenceUnavailableException.class, e -> {
                        try (SequencedSubscriber oldest = topic().from(StartPosition.sequence(e.oldest()))
                                .subscriber()) {
                            assertThat(read(oldest, 1)).extracting(Seen::sequence).containsExactly(e.oldest());
                        }
                    }).hasMessageContaining("oldest");
            assertThatThrownBy(() -> topic().from(StartPosition.time(Instant.EPOCH)).subscriber())
                    .isInstanceOf(SequenceUnavailableException.class);
            try (SequencedSubscriber earliest = topic().from(StartPosition.earliest()).subscriber()) {
                assertThat(read(earliest, 1).getFirst().sequence()).isGreaterThan(1);
            }
        }
    }

    @Test
    void withoutABrokerAndATopicOpeningSaysHowToStartOne() {
        assertThatThrownBy(() -> topic().publisher()).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no broker runs").hasMessageContaining("rondo broker");
        assertThatThrownBy(() -> topic().subscriber()).isInstanceOf(UnavailableException.class);
        assertThat(store().directory().channels()).isEmpty();
    }

    @Test
    void aSecondBrokerIsRefusedUntilTheFirstOneEnds() {
        Broker first = startBroker();
        assertThatThrownBy(this::startBroker).isInstanceOf(ChannelInUseException.class)
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
        first.close();
        startBroker();
    }

    @Test
    void propertiesAreCreatedAndCompared() {
        startBroker();
        try (Publisher publisher = topic().capacity(8192).maxMessageLength(100).publisher()) {
            assertThat(publisher.maxMessageLength()).isEqualTo(100);
            assertThatThrownBy(() -> topic().capacity(SMALL).subscriber()).isInstanceOf(ChannelMismatchException.class);
            assertThatThrownBy(() -> topic().maxMessageLength(99).publisher())
                    .isInstanceOf(ChannelMismatchException.class);
            topic().maxMessageLength(100).capacity(8192).durability(Durability.MEMORY).publisher().close();
        }
        assertThatThrownBy(() -> rondo().sequencedTopic("big").maxMessageLength(1 << 20).publisher())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("quarter");
        assertThatThrownBy(() -> rondo().sequencedTopic("x".repeat(62))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rondo().sequencedTopic("a@in")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plainAndSequencedTopicsOfOneNameDoNotMix() {
        startBroker();
        topic().publisher().close();
        assertThatThrownBy(() -> rondo().topic(TOPIC).publisher()).isInstanceOf(ChannelMismatchException.class);
        assertThatThrownBy(() -> rondo().topic(TOPIC).subscriber()).isInstanceOf(ChannelMismatchException.class);
        rondo().topic("plain").publisher().close();
        assertThatThrownBy(() -> rondo().sequencedTopic("plain").publisher())
                .isInstanceOf(ChannelMismatchException.class);
    }

    @Test
    void aTopicIsContinuedByTheNextBroker() {
        Broker first = startBroker();
        try (SequencedPublisher publisher = topic().publisher();
                SequencedSubscriber subscriber = topic().subscriber()) {
            publish(publisher, 1, 10);
            first.close();
            assertThat(publisher.confirmed()).isEqualTo(10);
            publish(publisher, 11, 20);
            assertThat(publisher.confirmed()).isEqualTo(10);
            try (SequencedPublisher other = topic().publisher()) {
                publish(other, 21);
                startBroker();
                List<Seen> seen = read(subscriber, 21);
                assertThat(seen).extracting(Seen::sequence).isEqualTo(Messages.range(1, 21));
                assertThat(seen).extracting(Seen::number).isEqualTo(Messages.range(1, 21));
                assertThat(seen).extracting(Seen::timestamp).isSorted();
                awaitConfirmed(publisher, 20);
                awaitConfirmed(other, 1);
            }
        }
    }

    @Test
    void aRemovedTopicEndsItsEndpointsAndCanBeCreatedAgain() {
        Broker broker = startBroker();
        SequencedPublisher publisher = topic().publisher();
        publish(publisher, 1);
        broker.close();
        publisher.close();
        store().remove(TOPIC);
        startBroker();
        try (SequencedPublisher next = topic().publisher();
                SequencedSubscriber subscriber = topic().from(StartPosition.earliest()).subscriber()) {
            publish(next, 2);
            assertThat(read(subscriber, 1)).extracting(Seen::sequence).containsExactly(1L);
        }
    }

    @Test
    void aSegmentThatIsDeletedUnderTheBrokerIsCreatedAgainForTheNextClient() throws Exception {
        Broker broker = startBroker();
        topic().publisher().close();
        Files.delete(directory().resolve(TOPIC + ".ring"));
        Files.delete(directory().resolve(TOPIC + "@in.ring"));
        Watchdog.await("the end of the topic", () -> broker.topics() == 0);
        try (SequencedPublisher next = topic().publisher(); SequencedSubscriber subscriber = topic().subscriber()) {
            publish(next, 2);
            assertThat(read(subscriber, 1)).extracting(Seen::number).containsExactly(2L);
        }
    }

    @Test
    void eachTopicMayHaveAThreadOfItsOwnAndManyTopicsShareOne() {
        for (int perThread : new int[]{1, 64}) {
            try (Broker broker = startBroker(settings().topicsPerThread(perThread))) {
                List<SequencedPublisher> publishers = new ArrayList<>();
                List<SequencedSubscriber> subscribers = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    publishers.add(rondo().sequencedTopic("t" + i).capacity(SMALL).publisher());
                    subscribers.add(rondo().sequencedTopic("t" + i).subscriber());
                }
                for (int i = 0; i < 5; i++) {
                    publish(publishers.get(i), 100 + i);
                }
                for (int i = 0; i < 5; i++) {
                    assertThat(read(subscribers.get(i), 1).getFirst().number()).isEqualTo(100 + i);
                }
                assertThat(broker.topics()).isEqualTo(5);
                publishers.forEach(SequencedPublisher::close);
                subscribers.forEach(SequencedSubscriber::close);
            }
        }
    }
}
