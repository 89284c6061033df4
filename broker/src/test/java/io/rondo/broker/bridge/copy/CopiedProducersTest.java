package io.rondo.broker.bridge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rondo.broker.health.AlarmKind;
import io.rondo.client.SequencedPublisher;
import io.rondo.client.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Numbers of producers that a copy has only from the records of its home. */
@Timeout(300)
class CopiedProducersTest extends CopyFixture {
    @Test
    void aProducerGoesOnAtACopyThatHasRunSinceItPublishedAtTheHome() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        try (SequencedPublisher publisher = home.topic().producerId(5).publisher()) {
            publish(publisher, 1, 100);
            copy.awaitRecorded(100);
        }
        try (SequencedPublisher publisher = copy.topic().producerId(5).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(100);
            publish(publisher, 101, 110);
            awaitConfirmed(publisher, 110);
        }

        assertThat(copy.recorded()).isEqualTo(home.recorded()).extracting(Recorded::number)
                .isEqualTo(LongStream.rangeClosed(1, 110).boxed().toList());
    }

    @Test
    void aMiddleThatWasBegunAnewNumbersALeafWithOlderFilesBehindWhatTheHomeHasRecorded() throws IOException {
        Host home = host("home").start(home());
        Host middle = host("middle").start(copy(), home(17));
        Host leaf = host("leaf").start(copy(17));
        publishAndAwait(leaf, 1, 10);
        leaf.stop();
        Path backup = leaf.backup();
        for (int i = 1; i <= 2; i++) {
            leaf.removeSegments();
            leaf.start(copy(17));
            publishAndAwait(leaf, 100 * i + 1, 100 * i + 10);
            leaf.stop();
        }
        middle.stop();
        Host renewed = host("renewed").start(copy(), home(17));
        renewed.awaitRecorded(30);
        leaf.restore(backup);
        leaf.start(copy(17));
        publishAndAwait(leaf, 301, 310);
        leaf.awaitRecorded(40);

        assertThat(home.recorded()).extracting(Recorded::number).doesNotHaveDuplicates().hasSize(40);
        assertThat(leaf.recorded()).isEqualTo(home.recorded());
        assertThat(renewed.recorded()).isEqualTo(home.recorded());
    }

    @Test
    void aProducerGoesOnAtACopyThatLagsWhenItHasAllThatTheHomeHadRecorded() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        try (SequencedPublisher publisher = home.topic().producerId(5).publisher()) {
            publish(publisher, 1, 100);
            copy.awaitRecorded(100);
            copy.stop();
            publish(publisher, 101, 20_000);
            awaitConfirmed(publisher, 20_000);
        }
        copy.start(copy());
        try (SequencedPublisher publisher = copy.topic().producerId(5).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(20_000);
            publish(publisher, 20_001, 20_010);
            awaitConfirmed(publisher, 20_010);
        }

        assertThat(home.recorded()).extracting(Recorded::number)
                .isEqualTo(LongStream.rangeClosed(1, 20_010).boxed().toList());
    }

    @Test
    void aProducerAtACopyIsNotToldAnOldNumberWhileTheHomeIsAway() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        try (SequencedPublisher publisher = home.topic().producerId(5).publisher()) {
            publish(publisher, 1, 10);
            copy.awaitRecorded(10);
            copy.stop();
            publish(publisher, 11, 20);
            awaitConfirmed(publisher, 20);
        }
        home.stop();
        copy.start(copy());
        assertThatThrownBy(() -> copy.topic().producerId(5).publisher()).isInstanceOf(UnavailableException.class)
                .hasMessageContaining(
                        "no answer within 10 s for the last sequence of producer id 5: the home does not answer")
                .hasMessageContaining("check the bridge");
        home.start(home());
        try (SequencedPublisher publisher = copy.topic().producerId(5).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(20);
        }
    }

    @Test
    void aCopyOfACopyAsksTheHomeForTheNumbersOfAProducer() {
        Host home = host("home").start(home());
        Host middle = host("middle").start(copy(), home(17));
        Host leaf = host("leaf").start(copy(17));
        try (SequencedPublisher publisher = home.topic().producerId(5).publisher()) {
            publish(publisher, 1, 10);
            leaf.awaitRecorded(10);
            middle.stop();
            publish(publisher, 11, 20);
            awaitConfirmed(publisher, 20);
        }
        middle.start(copy(), home(17));
        try (SequencedPublisher publisher = leaf.topic().producerId(5).publisher()) {
            assertThat(publisher.lastRecorded()).isEqualTo(20);
        }
    }

    @Test
    void aProducerIdThatIsUsedAtTheHomeAndAtACopyAtOnceRaisesAnAlarm() {
        Host home = host("home").start(home());
        Host copy = host("copy").start(copy());
        SequencedPublisher there = copy.topic().producerId(5).publisher();
        SequencedPublisher here = home.topic().producerId(5).publisher();
        publish(here, 1, 5);
        publish(there, 1001, 1005);

        home.awaitAlarm(AlarmKind.BRIDGE_DROPPED, "producer id 5 is used on two hosts at once, copy ");
        awaitConfirmed(there, 5);
        assertThat(home.recorded()).hasSize(5);
    }

    private static void publishAndAwait(Host host, long first, long last) {
        try (SequencedPublisher publisher = host.topic().publisher()) {
            publish(publisher, first, last);
            awaitConfirmed(publisher, last - first + 1);
        }
    }
}
